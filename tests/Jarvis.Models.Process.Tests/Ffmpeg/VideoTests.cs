using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Ffmpeg;

public sealed class VideoTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("ffmpeg")]
    [InlineData(null, null, 8)]
    [InlineData("2", null, 3)]
    [InlineData("1.5", null, 4)]
    [InlineData(null, "3", 3)]
    [InlineData("0.5", "5", 5)]
    [InlineData("0.05", null, 60)]
    [InlineData("100", null, 1)]
    public async Task Pictures_are_taken_as_often_as_asked(string? every, string? count, int expected)
    {
        var reports = new Reports();

        var outcome = await _engines.RunAsync("ffmpeg/frames", new() { ["video"] = [await VideoAsync()] }, Options(every, count), reports);

        Assert.Null(outcome.Error);
        Assert.Equal(expected, outcome.Outputs.Length);
        Assert.All(outcome.Outputs, output => Assert.Equal(("images", MediaTypes.Jpeg), (output.Port, output.MediaType)));
        Assert.Equal(outcome.Outputs.Select((_, index) => $"frame-{index + 1:000}.jpg"), outcome.Outputs.Select(output => output.Name));
        Assert.All(reports.Values, value => Assert.InRange(value, 0, 1));
    }

    [ProgramFact("ffmpeg")]
    public async Task Pictures_come_in_order_and_from_their_times()
    {
        // Red for the first two seconds, then blue.
        var video = await _engines.MakeAsync(
            "video/mp4",
            "-f", "lavfi", "-i", "color=red:s=64x48:d=2:r=10", "-f", "lavfi", "-i", "color=blue:s=64x48:d=2:r=10",
            "-filter_complex", "concat=n=2:v=1:a=0", "-pix_fmt", "yuv420p", "two.mp4");

        var outcome = await _engines.RunAsync("ffmpeg/frames", new() { ["video"] = [video] }, Options("1.9", null));

        Assert.Equal(3, outcome.Outputs.Length);
        (await DecodeAsync(outcome.Outputs[0])).AssertPixel(32, 24, Pictures.Red);
        (await DecodeAsync(outcome.Outputs[1])).AssertPixel(32, 24, Pictures.Red);
        (await DecodeAsync(outcome.Outputs[2])).AssertPixel(32, 24, Pictures.Blue);
    }

    [ProgramFact("ffmpeg")]
    public async Task Never_more_than_64_pictures_are_taken()
    {
        var video = await _engines.MakeAsync("video/mp4", "-f", "lavfi", "-i", "testsrc=s=32x32:d=10:r=25", "long.mp4");

        Assert.Equal(64, (await _engines.RunAsync("ffmpeg/frames", new() { ["video"] = [video] }, Options("0.01", null))).Outputs.Length);
        (await _engines.RunAsync("ffmpeg/frames", new() { ["video"] = [video] }, Options(null, "65"))).Failed(ErrorCode.InvalidRequest);
    }

    [ProgramFact("ffmpeg")]
    public async Task The_sound_of_a_video_is_as_long_as_it()
    {
        var outcome = await _engines.RunAsync("ffmpeg/extract-audio", new() { ["video"] = [await VideoAsync()] });

        Assert.Equal((MediaTypes.Wav, "audio.wav"), (outcome.Output("audio").MediaType, outcome.Output("audio").Name));
        var sound = await _engines.Decoder.DecodeAudioAsync(_engines.File(outcome.Output("audio")), AudioFormat.Speech, CancellationToken.None);
        Assert.InRange(sound.Duration.TotalSeconds, 5.9, 6.2);
        Assert.True(sound.Samples.ToArray().Max() > 0.05f, "it is silent");
    }

    [ProgramFact("ffmpeg")]
    public async Task A_video_without_sound_has_none_to_take_out()
    {
        var silent = await _engines.MakeAsync("video/webm", "-f", "lavfi", "-i", "testsrc=s=32x32:d=1", "silent.webm");
        (await _engines.RunAsync("ffmpeg/extract-audio", new() { ["video"] = [silent] })).Failed(ErrorCode.UnsupportedMedia);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("ffmpeg/extract-audio")]
    [InlineData("ffmpeg/frames")]
    public async Task A_video_that_was_cut_off_or_is_none_is_refused(string model)
    {
        var whole = await File.ReadAllBytesAsync(await (await VideoAsync()).GetPathAsync(CancellationToken.None));

        (await _engines.RunAsync(model, new() { ["video"] = [_engines.File("part.mp4", whole[..(whole.Length / 2)], "video/mp4")] }))
            .Failed(ErrorCode.UnsupportedMedia);
        (await _engines.RunAsync(model, new() { ["video"] = [_engines.File("a.txt", "hello"u8.ToArray(), "text/plain")] }))
            .Failed(ErrorCode.UnsupportedMedia);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_video_above_the_limit_is_refused()
    {
        using var strict = new Engines(options => options.Media.MaxVideo = TimeSpan.FromSeconds(5));
        var video = await strict.MakeAsync("video/mp4", "-f", "lavfi", "-i", "testsrc=s=32x32:d=6", "v.mp4");

        (await strict.RunAsync("ffmpeg/frames", new() { ["video"] = [video] })).Failed(ErrorCode.TooLarge);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_slide_show_shows_each_image_for_its_time()
    {
        var reports = new Reports();
        ModelInput[] images = [Plain("red", Pictures.Red, 101, 75), Plain("green", Pictures.Green, 640, 480), Plain("blue", Pictures.Blue, 20, 15)];

        var outcome = await _engines.RunAsync(
            "ffmpeg/slideshow",
            new() { ["images"] = images },
            new() { ["seconds"] = "1.5" },
            reports);

        Assert.Equal((MediaTypes.Mp4, "video.mp4"), (outcome.Output("video").MediaType, outcome.Output("video").Name));
        Assert.Equal(reports.Values.Order(), reports.Values);
        Assert.InRange(reports.Values[^1], 0.9, 1);
        var frames = await _engines.RunAsync("ffmpeg/frames", new() { ["video"] = [_engines.File(outcome.Output("video"))] }, Options("0.8", null));
        Assert.Equal(6, frames.Outputs.Length);
        var shown = new List<DecodedImage>();
        foreach (var frame in frames.Outputs)
        {
            shown.Add(await DecodeAsync(frame));
        }

        Assert.All(shown, image => Assert.Equal((100, 76), (image.Width, image.Height)));
        shown[0].AssertPixel(50, 38, Pictures.Red, 20);
        shown[1].AssertPixel(50, 38, Pictures.Red, 20);
        shown[2].AssertPixel(50, 38, Pictures.Green, 20);
        shown[3].AssertPixel(50, 38, Pictures.Green, 20);
        shown[4].AssertPixel(50, 38, Pictures.Blue, 20);
        shown[5].AssertPixel(50, 38, Pictures.Blue, 20);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData(null, 6)]
    [InlineData("1", 2)]
    public async Task A_slide_show_with_sound_plays_it(string? seconds, double expected)
    {
        var outcome = await _engines.RunAsync(
            "ffmpeg/slideshow",
            new()
            {
                ["images"] = [Plain("red", Pictures.Red, 64, 48), Plain("blue", Pictures.Blue, 64, 48)],
                ["audio"] = [_engines.File("tone.wav", Sounds.Tone(440, 6), "audio/wav")],
            },
            seconds is null ? null : new() { ["seconds"] = seconds });

        var sound = await _engines.Decoder.DecodeAudioAsync(_engines.File(outcome.Output("video")), AudioFormat.Speech, CancellationToken.None);
        Assert.InRange(sound.Duration.TotalSeconds, expected - 0.2, expected + 0.2);
        Assert.True(sound.Samples.ToArray().Max() > 0.3f, "it is silent");
    }

    [ProgramFact("ffmpeg")]
    public async Task A_slide_show_names_the_image_that_is_damaged()
    {
        var outcome = await _engines.RunAsync(
            "ffmpeg/slideshow",
            new() { ["images"] = [Plain("red", Pictures.Red, 64, 48), _engines.File("bad.png", Pictures.PngHeader(64, 48), "image/png")] });

        Assert.Contains("'bad.png'", outcome.Failed(ErrorCode.UnsupportedMedia).Message, StringComparison.Ordinal);
        (await _engines.RunAsync("ffmpeg/slideshow", [])).Failed(ErrorCode.InvalidRequest);
    }

    private static Dictionary<string, string> Options(string? every, string? count) =>
        new[] { ("every", every), ("count", count) }.Where(option => option.Item2 is not null).ToDictionary(option => option.Item1, option => option.Item2!);

    private Task<ModelInput> VideoAsync() => _engines.MakeAsync(
        "video/mp4",
        "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=6", "-f", "lavfi", "-i", "sine=440:d=6",
        "-pix_fmt", "yuv420p", "-c:a", "aac", "test.mp4");

    private ModelInput Plain(string name, (byte R, byte G, byte B) colour, int width, int height) =>
        _engines.File($"{name}.bmp", Pictures.Bitmap(width, height, (_, _) => colour), "image/bmp");

    private Task<DecodedImage> DecodeAsync(ModelOutput output) =>
        _engines.Decoder.DecodeImageAsync(_engines.File(output), CancellationToken.None);
}
