using Jarvis.Conformance;
using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Disks of a few pages, which are really full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly TinyDisk? _disk = TinyDisk.TryMount();

    public void Dispose()
    {
        _disk?.Dispose();
        _desk.Dispose();
    }

    [NeedsFact(Needs.TinyDisk)]
    public async Task A_file_that_does_not_fit_into_the_store()
    {
        _desk.Data = _disk!.Path;
        await File.WriteAllBytesAsync(_desk.At("big.bin"), new byte[200_000]);

        (await _desk.RunAsync("ask", "Read this", "--file", "big.bin", "--memory")).Failed(1, "big.bin: The disk is full", "free some space");

        Assert.Empty(Files());
    }

    [NeedsFact(Needs.TinyDisk, Needs.Ffmpeg)]
    public async Task A_result_that_does_not_fit_into_the_store()
    {
        _desk.Data = _disk!.Path;
        var text = string.Join(' ', Enumerable.Repeat("good morning", 20));

        (await _desk.RunAsync("ask", $"Say '{text}'", "--memory")).Failed(1, "The disk is full", "free some space");

        Assert.Empty(Files());
        Assert.False(Directory.Exists(_desk.Out));
    }

    [NeedsFact(Needs.TinyDisk)]
    public async Task A_store_without_a_byte_left()
    {
        _desk.Data = _disk!.Path;
        Fill();

        (await _desk.RunAsync("ask", "Read this", "--file", Place.Sample("sign.png"), "--memory")).Failed(1, "The disk is full", "free some space");
    }

    [NeedsFact(Needs.TinyDisk)]
    public async Task State_that_does_not_fit()
    {
        _desk.Data = _disk!.Path;

        (await _desk.RunAsync("ask", "Read this")).Failed(1, "The disk is full", "free some space");
    }

    [NeedsFact(Needs.TinyDisk, Needs.Ffmpeg, Needs.Pocketsphinx)]
    public async Task A_result_that_does_not_fit_into_the_temporary_folder()
    {
        _desk.Variables["TMPDIR"] = _disk!.Path;
        Fill();

        (await _desk.RunAsync("ask", "Transcribe this", "--file", Place.Sample("greeting.wav")))
            .Failed(1, "The disk is full", "free some space");
        (await _desk.RunAsync("ask", "Enlarge it five times", "--file", Place.Sample("sign.png"))).Failed(1, "disk", "free some space");

        Assert.Equal(["fill"], Directory.GetFileSystemEntries(_disk.Path).Select(Path.GetFileName));
    }

    [NeedsFact(Needs.TinyDisk, Needs.Ffmpeg)]
    public async Task A_result_that_does_not_fit_where_it_is_saved()
    {
        var folder = Path.Combine(_disk!.Path, "results");
        var text = string.Join(' ', Enumerable.Repeat("good morning", 20));

        (await _desk.RunAsync("ask", $"Say '{text}'", "--out", folder)).Failed(1, $"The disk of {folder} is full", "--out");

        Assert.Empty(Files());
    }

    private string[] Files() => Directory.GetFiles(_disk!.Path, "*", SearchOption.AllDirectories);

    private void Fill()
    {
        try
        {
            using var file = File.Create(Path.Combine(_disk!.Path, "fill"), bufferSize: 1);
            while (true)
            {
                file.Write(new byte[512]);
            }
        }
        catch (IOException)
        {
            // That is what it is for.
        }
    }
}
