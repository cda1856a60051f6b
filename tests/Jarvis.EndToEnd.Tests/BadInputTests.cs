using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What cannot be done: one sentence says why and what to do, and nothing is left.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Failed = 1;
    private const int Usage = 2;

    /// <summary>A file with a length that fails to be read: the loopback has no speed.</summary>
    private const string Unreadable = "/sys/class/net/lo/speed";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [NeedsTheory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public async Task An_empty_request(string request)
    {
        (await _desk.RunAsync("ask", request)).Failed(Usage, "The request is empty.", "jarvis ask");
        (await _desk.TypeAsync(request, "ask", "-")).Failed(Usage, "The request is empty.", "jarvis ask");
    }

    [NeedsFact]
    public async Task A_request_of_a_mebibyte()
    {
        var request = new string('a', 1 << 20);
        (await _desk.TypeAsync(request, "ask", "-")).Failed(Usage, "1,048,576 characters", "32,768", "attach that with --file");
        (await _desk.TypeAsync(request + "a", "ask", "-")).Failed(Usage, "larger than 1 MiB", "attach that with --file");
        (await _desk.RunAsync("ask", request[..100_000])).Failed(Usage, "100,000 characters", "attach that with --file");
        Assert.Equal(0, (await _desk.TypeAsync(request + "\n", "chat")).Code);
    }

    [NeedsFact]
    public async Task A_request_that_is_no_text() =>
        (await _desk.RunAsync([0xff, 0xfe, 0x00], ["ask", "-"])).Failed(Usage, "not UTF-8", "Attach files with --file");

    [NeedsFact]
    public async Task A_file_that_is_missing_a_folder_or_empty()
    {
        Directory.CreateDirectory(_desk.At("photos"));
        _desk.Write("empty.png", "");
        File.CreateSymbolicLink(_desk.At("nowhere.png"), "gone.png");
        File.CreateSymbolicLink(_desk.At("ring.png"), "ring.png");

        (await AskAsync("Read this", "nope.png")).Failed(Usage, "nope.png does not exist", "Check the path");
        (await AskAsync("Read this", "nowhere.png")).Failed(Usage, "nowhere.png does not exist", "Check the path");
        (await AskAsync("Read this", "ring.png")).Failed(Usage, "ring.png cannot be read", "Give another file");
        (await AskAsync("Read this", "photos")).Failed(Usage, "photos is a folder", "Give its files one by one");
        (await AskAsync("Read this", "empty.png")).Failed(Usage, "empty.png is empty", "Give a file");
        (await AskAsync("Read this", "")).Failed(Usage, "is not a path", "Give the path of a file");
        (await AskAsync("Read this", "-")).Failed(Usage, "- does not exist");
        (await AskAsync("Read this", new string('x', 5000))).Failed(Usage, "path is too long", "shorter");
    }

    [NeedsFact(Needs.Root, "setpriv")]
    public async Task A_file_that_may_not_be_read()
    {
        // Its own folders have to be open to it.
        _desk.BelongsToEverybody();
        _desk.Launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        _desk.Bring("sign.png");
        File.SetUnixFileMode(_desk.At("sign.png"), UnixFileMode.None);

        (await AskAsync("Read this", "sign.png")).Failed(Usage, "sign.png may not be read", "Change its permissions");
    }

    [NeedsTheory]
    [InlineData("/dev/zero", "is empty")]
    [InlineData("/dev/null", "is empty")]
    [InlineData("/proc/cpuinfo", "is empty")]
    [InlineData("/proc/self/mem", "is empty")]
    public async Task What_only_looks_like_a_file(string path, string words) =>
        (await AskAsync("Read this", path)).Failed(Usage, path, words, "Give a file");

    [NeedsFact(Unreadable)]
    public async Task A_file_that_the_system_cannot_read() =>
        (await AskAsync("Read this", Unreadable)).Failed(Usage, Unreadable, "cannot be read", "Give another file");

    [NeedsFact("mkfifo")]
    public async Task A_pipe_that_nobody_writes_to()
    {
        _desk.Run("mkfifo", "pipe");

        (await AskAsync("Read this", "pipe")).Failed(Usage, "pipe is a pipe that nobody writes to", "Give a file");
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Ocr)]
    public async Task A_picture_that_is_cut_off()
    {
        await File.WriteAllBytesAsync(_desk.At("cut.png"), (await File.ReadAllBytesAsync(Place.Sample("receipt.png")))[..3000]);
        await File.WriteAllBytesAsync(_desk.At("head.png"), (await File.ReadAllBytesAsync(Place.Sample("receipt.png")))[..20]);

        (await AskAsync("Read this", "cut.png")).Failed(Failed, "'cut.png' is damaged or cut off", "give the whole file");
        (await AskAsync("Make it half the size", "cut.png")).Failed(Failed, "'cut.png' is damaged or cut off", "give the whole file");
        (await AskAsync("Read this", "head.png")).Failed(Failed, "'head.png' is no picture that can be read");
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Pocketsphinx)]
    public async Task A_sound_that_is_cut_off()
    {
        await File.WriteAllBytesAsync(_desk.At("cut.wav"), (await File.ReadAllBytesAsync(Place.Sample("greeting.wav")))[..20_000]);

        (await AskAsync("Transcribe this", "cut.wav")).Failed(Failed, "'cut.wav' is damaged or cut off", "give the whole file");
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Font)]
    public async Task A_video_that_is_cut_off_or_has_no_sound()
    {
        _desk.Video("silent.mp4", "one", "two");
        await File.WriteAllBytesAsync(_desk.At("cut.mp4"), (await File.ReadAllBytesAsync(_desk.At("silent.mp4")))[..3000]);

        (await AskAsync("Take the pictures out of it", "cut.mp4")).Failed(Failed, "'cut.mp4' is damaged or cut off", "give the whole file");
        (await AskAsync("Transcribe this", "silent.mp4")).Failed(Failed, "'silent.mp4' has no sound");
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Ocr)]
    public async Task A_file_of_another_type_than_its_name()
    {
        _desk.Bring("greeting.wav", "photo.png");
        _desk.Write("note.png", "Buy milk.");
        await File.WriteAllBytesAsync(_desk.At("program.png"), [0x7f, .. "ELF\x02\x01\x01"u8, .. new byte[100]]);

        (await AskAsync("Make it half the size", "photo.png")).Failed(Failed, "needs an image");
        (await AskAsync("Find the edges", "note.png")).Failed(Failed, "needs an image");
        (await AskAsync("Read this", "program.png")).Failed(Usage, "program.png", "not taken here", "attach text, images, sound, video");
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Ocr)]
    public async Task A_picture_of_nine_hundred_million_pixels()
    {
        _desk.Png("big.png", 30_000);

        foreach (var request in new[] { "Read this", "Make it half the size", "Find the edges", "Make a slideshow of it" })
        {
            (await AskAsync(request, "big.png")).Failed(Failed, "'big.png' has 30,000 × 30,000 pixels", "64,000,000", "Make it smaller");
        }
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Ocr, Needs.Pocketsphinx)]
    public async Task A_sound_of_ten_hours()
    {
        _desk.SilentWav("night.wav", TimeSpan.FromHours(10));

        foreach (var request in new[] { "Transcribe this", "When does somebody speak?" })
        {
            (await AskAsync(request, "night.wav")).Failed(Failed, "'night.wav' plays for 600 minutes", "at most 120", "Cut it into parts");
        }
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Pocketsphinx)]
    public async Task Silence_in_which_nobody_speaks()
    {
        _desk.SilentWav("silence.wav", TimeSpan.FromSeconds(2));

        (await AskAsync("Transcribe this", "silence.wav")).Failed(Failed, "No speech was found in 'silence.wav'", "check that");
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_language_pair_that_is_not_installed() =>
        (await _desk.RunAsync("ask", "Translate 'good morning' to Icelandic"))
            .Failed(Failed, "No installed model does translation", "en/eng", "es/spa", "jarvis models");

    [NeedsTheory]
    [InlineData("Draw a picture of a cat", "text-to-image")]
    [InlineData("Summarize: cats are nice. Dogs are nice too.", "summarization", "needs a language model")]
    public async Task A_task_type_that_nobody_serves(string request, params string[] words) =>
        (await _desk.RunAsync("ask", request)).Failed(Failed, ["Nothing of the request could be planned", "jarvis models", .. words]);

    [NeedsFact]
    public async Task A_program_that_is_not_installed()
    {
        _desk.Variables["PATH"] = "/nowhere";

        (await _desk.RunAsync("ask", "Say 'good morning'")).Failed(Failed, "is not installed", "apt install");
    }

    [NeedsFact]
    public async Task A_request_without_the_file_that_it_speaks_of() =>
        (await _desk.RunAsync("ask", "Read the receipt")).Failed(Failed, "needs an image", "attach it with --file");

    [NeedsTheory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("soon")]
    public async Task A_time_that_is_none(string seconds) =>
        (await _desk.RunAsync("ask", "Read this", "--timeout", seconds)).Failed(Usage, "--timeout takes seconds from 1 to 86400", seconds);

    [NeedsFact]
    public async Task Too_many_files()
    {
        _desk.Bring("sign.png");

        (await AskAsync("Read these", [.. Enumerable.Repeat("sign.png", 33)]))
            .Failed(Usage, "at most 32 files and got 33", "Ask in several requests");
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task A_folder_for_results_that_is_none()
    {
        _desk.Write("taken", "text");

        (await SayAsync("taken")).Failed(Usage, "taken is a file, not a folder", "--out");
        (await SayAsync("taken/below")).Failed(Failed, "cannot be saved into taken/below", "--out");
        (await SayAsync("/proc/nope")).Failed(Failed, "cannot be saved into /proc/nope", "--out");
        (await SayAsync(new string('x', 300))).Failed(Failed, "path of that folder is too long", "--out");
        Assert.Equal("text", await File.ReadAllTextAsync(_desk.At("taken")));
        Assert.Equal(["taken"], Directory.GetFileSystemEntries(_desk.Folder).Select(Path.GetFileName));
    }

    [NeedsFact(Needs.Ffmpeg, Needs.Root, "setpriv")]
    public async Task A_folder_for_results_that_may_not_be_written()
    {
        _desk.BelongsToEverybody();
        _desk.Launcher = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        Directory.CreateDirectory(_desk.At("locked"), (UnixFileMode)0b101_101_101);

        (await SayAsync("locked")).Failed(Failed, "Nothing may be written into locked", "--out");
        (await SayAsync("locked/below")).Failed(Failed, "Nothing may be written into locked/below", "--out");
        Assert.Empty(Directory.GetFileSystemEntries(_desk.At("locked")));
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task A_temporary_folder_that_is_none()
    {
        _desk.Variables["TMPDIR"] = "/nowhere";

        (await _desk.RunAsync("ask", "Say 'good morning'")).Failed(Failed, "The folder that models work in cannot be made", "TMPDIR");
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task A_folder_for_resources_that_is_none()
    {
        _desk.Data = _desk.At(_desk.Write("data", "text"));

        (await _desk.RunAsync("ask", "Say 'good morning'", "--memory")).Failed(Failed, "The folder for resources cannot be used", "check its disk");
    }

    private Task<Ended> AskAsync(string request, params string[] files) =>
        _desk.RunAsync(["ask", request, .. files.SelectMany(file => new[] { "--file", file })]);

    private Task<Ended> SayAsync(string folder) => _desk.RunAsync("ask", "Say 'good morning'", "--out", folder);
}
