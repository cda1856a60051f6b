using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Requests that are done, with real engines on real files.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg, Needs.Apertium, Needs.Espeak, Needs.Pocketsphinx)]
    public async Task A_receipt_is_read_translated_and_spoken()
    {
        _desk.Bring("receipt.png");

        const string Request = "Read what the receipt in receipt.png says, translate it to Spanish and read the translation aloud";
        var run = (await _desk.RunAsync("ask", Request, "--file", "receipt.png")).Answered();

        Assert.Contains("Plan: 3 tasks", run.Lines);
        Assert.Contains("Milk 1.20", run.Lines);
        Assert.Contains("Leche 1.20", run.Lines);
        Assert.Contains("Total 20.00", run.Lines);
        Assert.Equal(["lines.json", "speech.wav", "text.txt", "translation.txt"], _desk.Saved);
        Assert.Contains("Leche 1.20", await File.ReadAllTextAsync(Path.Combine(_desk.Out, "translation.txt")));
        Assert.InRange(MediaFiles.Seconds(Path.Combine(_desk.Out, "speech.wav")), 10, 60);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg)]
    public async Task Several_files_are_read_at_once_and_keep_their_order()
    {
        var run = (await _desk.RunAsync(
            "ask", "Read these", "--file", Place.Sample("sign.png"), "--file", Place.Sample("receipt.png"))).Answered();

        var sign = run.Output.IndexOf("\nThe library is closed\nOpen again on Monday\n", StringComparison.Ordinal);
        Assert.InRange(sign, 0, run.Output.IndexOf("\nVILLAGE SHOP\n", StringComparison.Ordinal));
        Assert.Equal(["lines-2.json", "lines.json", "text-2.txt", "text.txt"], _desk.Saved);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg, Needs.Font)]
    public async Task The_text_in_each_frame_of_a_video_is_read()
    {
        _desk.Video("walk.mp4", "First station", "Second river", "Third bridge");

        var run = (await _desk.RunAsync(
            "ask", "Take a frame every second out of walk.mp4 and read the text in each frame", "--file", "walk.mp4")).Answered();

        Assert.Equal(
            ["First station", "Second river", "Third bridge"],
            run.Lines.Where(line => line is "First station" or "Second river" or "Third bridge"));
        Assert.Equal(3, _desk.Saved.Count(name => name.EndsWith(".jpg", StringComparison.Ordinal)));
    }

    [NeedsFact(Needs.Pocketsphinx, Needs.Ffmpeg, Needs.Apertium)]
    public async Task What_is_said_is_written_down_and_translated()
    {
        _desk.Speech("talk.wav", "The train leaves at seven in the evening. Please wait for the doctor.");

        const string Request = "Write down what is said in talk.wav, then translate it to Spanish";
        var run = (await _desk.RunAsync("ask", Request, "--file", "talk.wav")).Answered();

        var said = await File.ReadAllTextAsync(Path.Combine(_desk.Out, "transcript.txt"));
        string[] heard = ["train", "seven in the evening", "wait for the doctor"];
        Assert.All(heard, words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.Contains("tren", await File.ReadAllTextAsync(Path.Combine(_desk.Out, "translation.txt")), StringComparison.Ordinal);
        Assert.Contains("Plan: 2 tasks", run.Lines);
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task Steps_on_a_picture_follow_each_other()
    {
        _desk.Picture("photo.png", 320, 240);

        (await _desk.RunAsync("ask", "Resize photo.png to 120x90, then rotate it by 90 degrees", "--file", "photo.png")).Answered();

        Assert.Equal(["image-2.png", "image.png"], _desk.Saved);
        Assert.Equal(["width=120", "height=90"], MediaFiles.Probe(Path.Combine(_desk.Out, "image.png"), "stream=width,height"));
        Assert.Equal(["width=90", "height=120"], MediaFiles.Probe(Path.Combine(_desk.Out, "image-2.png"), "stream=width,height"));
    }

    [NeedsTheory(Needs.Ffmpeg)]
    [InlineData("Crop it to 100x50 at 10,20", "image.png", 100, 50)]
    [InlineData("Make it half the size", "image.png", 160, 120)]
    [InlineData("Find the edges", "edges.png", 320, 240)]
    [InlineData("Make it grayscale", "image.png", 320, 240)]
    public async Task A_picture_is_changed_as_asked(string request, string name, int width, int height)
    {
        _desk.Picture("photo.png", 320, 240);

        (await _desk.RunAsync("ask", request, "--file", "photo.png")).Answered();

        Assert.Equal([name], _desk.Saved);
        Assert.Equal([$"width={width}", $"height={height}"], MediaFiles.Probe(Path.Combine(_desk.Out, name), "stream=width,height"));
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task Pictures_become_a_slide_show()
    {
        _desk.Picture("a.png", 320, 240);
        _desk.Picture("b.jpg", 400, 300);

        (await _desk.RunAsync("ask", "Make a slideshow of these with 1 second each", "--file", "a.png", "--file", "b.jpg")).Answered();

        var video = Path.Combine(_desk.Out, "video.mp4");
        Assert.Equal(["width=320", "height=240"], MediaFiles.Probe(video, "stream=width,height"));
        Assert.Equal(2, MediaFiles.Seconds(video), tolerance: 0.1);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg, Needs.Apertium)]
    public async Task A_chat_remembers_what_was_made()
    {
        const string Requests = "Read this sign\ntranslate that to Spanish\n";
        var run = (await _desk.TypeAsync(Requests, "chat", "--file", Place.Sample("sign.png"))).Answered();

        Assert.Contains("The library is closed", run.Lines);
        Assert.Contains("La biblioteca está cerrada", run.Lines);
        Assert.Equal(["lines.json", "text.txt", "translation.txt"], _desk.Saved);
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_chat_goes_on_after_a_turn_that_failed()
    {
        var run = await _desk.TypeAsync("Read the receipt\n/file nope.png\nTranslate 'good morning' to Spanish\n", "chat");

        Assert.Equal(0, run.Code);
        Assert.Equal(2, run.Error.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("nope.png does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("Buenos días", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg)]
    public async Task A_file_may_come_through_a_pipe()
    {
        var sign = await File.ReadAllBytesAsync(Place.Sample("sign.png"));
        var run = (await _desk.RunAsync(sign, ["ask", "Read this", "--file", "/dev/stdin"])).Answered();

        Assert.Contains("The library is closed", run.Lines);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg)]
    public async Task A_link_is_read_as_what_it_leads_to()
    {
        File.CreateSymbolicLink(_desk.At("link.png"), Place.Sample("sign.png"));

        Assert.Contains("The library is closed", (await _desk.RunAsync("ask", "Read this", "--file", "link.png")).Answered().Lines);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg)]
    public async Task A_file_is_what_its_bytes_say_whatever_its_name()
    {
        _desk.Bring("sign.png", "song.wav");

        Assert.Contains("The library is closed", (await _desk.RunAsync("ask", "Read this", "--file", "song.wav")).Answered().Lines);
    }

    [NeedsFact(Needs.Ffmpeg)]
    public async Task Results_are_never_written_over_each_other()
    {
        Running[] runs = [.. Enumerable.Range(0, 3).Select(_ => _desk.Start("ask", "Say 'good morning'"))];
        foreach (var run in runs)
        {
            (await run.EndAsync()).Answered();
            run.Dispose();
        }

        Assert.Equal(["speech-2.wav", "speech-3.wav", "speech.wav"], _desk.Saved);
    }

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg, Needs.Apertium, Needs.Espeak, Needs.Pocketsphinx)]
    public async Task All_models_of_this_machine_are_listed_as_available()
    {
        var run = (await _desk.RunAsync("models")).Answered();

        Assert.Equal("MODEL\tTASKS\tDEVICE\tSTATUS", run.Lines[0]);
        string[] models =
        [
            "pp-ocr/v4", "silero/vad-v5", "apertium/eng-spa", "pocketsphinx/en-us", "espeak-ng/multilingual", "flite/slt", "ffmpeg/filters",
        ];
        Assert.All(models, model => Assert.EndsWith("\tcpu\tavailable", Line(run, model), StringComparison.Ordinal));
    }

    [NeedsFact]
    public async Task Models_whose_programs_are_missing_say_what_to_install()
    {
        _desk.Variables["PATH"] = "/nowhere";

        var run = (await _desk.RunAsync("models")).Answered();

        Assert.Matches("unavailable: .*apt install pocketsphinx", Line(run, "pocketsphinx/en-us"));
    }

    private static string Line(Ended run, string model) =>
        run.Lines.Single(line => line.StartsWith(model + "\t", StringComparison.Ordinal));
}
