using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Models.Onnx.Speech;
using Jarvis.Models.Onnx.Tests.Support;

namespace Jarvis.Models.Onnx.Tests.Speech;

public sealed class VoiceActivityTests(ModelsFixture models) : IClassFixture<ModelsFixture>
{
    private const double Tolerance = 0.15;

    // Cuts off the silence before, and turned round, the silence after.
    private const string Trim = "silenceremove=start_periods=1:start_threshold=-40dB,areverse";

    [ModelsFact]
    public async Task Speech_is_found_where_it_is()
    {
        var (path, first, second) = await SpeakAsync("slt", 48_000);

        var report = await FindAsync(path);

        Assert.Equal(2, report.Segments.Length);
        AssertNear(1, 1 + first, report.Segments[0]);
        AssertNear(3 + first, 3 + first + second, report.Segments[1]);
        Assert.Equal(4 + first + second, report.Duration, 0.02);
        Assert.Equal(first + second, report.Speech, 3 * Tolerance);
    }

    [ModelsTheory]
    [InlineData("anullsrc=r=16000:cl=mono")]
    [InlineData("anoisesrc=r=16000:color=pink:amplitude=0.1:seed=1")]
    [InlineData("sine=frequency=440:sample_rate=44100")]
    public async Task There_is_no_speech_in_silence_noise_or_a_tone(string source)
    {
        var path = NewPath();
        await FfmpegProcess.RunAsync("-f", "lavfi", "-t", "4", "-i", source, path);

        var report = await FindAsync(path);

        Assert.Empty(report.Segments);
        Assert.Equal(4, report.Duration, 0.02);
    }

    [ModelsFact]
    public async Task Sounds_of_a_batch_give_the_same_as_alone_and_a_bad_file_fails_alone()
    {
        var bad = NewPath();
        await File.WriteAllTextAsync(bad, "This is no sound.");
        var noise = NewPath();
        await FfmpegProcess.RunAsync("-f", "lavfi", "-t", "1.3", "-i", "anoisesrc=seed=2:amplitude=0.05", noise);
        string[] paths = [noise, (await SpeakAsync("slt", 16_000)).Path, bad, (await SpeakAsync("kal", 8_000)).Path];

        var together = await models.RunAsync("silero-vad", paths);

        Assert.Equal(ErrorCode.UnsupportedMedia, together[2].Error?.Code);
        foreach (var i in (int[])[0, 1, 3])
        {
            var alone = Assert.Single(await models.RunAsync("silero-vad", paths[i]));
            Assert.Equal(ModelsFixture.Text(alone, "segments"), ModelsFixture.Text(together[i], "segments"));
        }
    }

    private async Task<SpeechReport> FindAsync(string path)
    {
        var outcome = Assert.Single(await models.RunAsync("silero-vad", path));
        return JsonSerializer.Deserialize<SpeechReport>(ModelsFixture.Text(outcome, "segments"), JsonSerializerOptions.Web)!;
    }

    // One second of silence, a phrase, two seconds, a phrase, one second.
    private async Task<(string Path, double First, double Second)> SpeakAsync(string voice, int rate)
    {
        var (one, two, path) = (NewPath(), NewPath(), NewPath());
        await FfmpegProcess.RunAsync("-f", "lavfi", "-i", $"flite=text='Good morning everybody':voice={voice}", "-af", $"{Trim},{Trim}", one);
        await FfmpegProcess.RunAsync("-f", "lavfi", "-i", $"flite=text='Welcome to the harbour museum':voice={voice}", "-af", $"{Trim},{Trim}", two);
        await FfmpegProcess.RunAsync(
            "-i", one, "-i", two, "-filter_complex", "[0]adelay=1000[a];[1]adelay=2000,apad=pad_dur=1[b];[a][b]concat=n=2:v=0:a=1",
            "-ar", $"{rate}", path);
        return (path, await DurationAsync(one), await DurationAsync(two));
    }

    private static async Task<double> DurationAsync(string path) =>
        (await FfmpegProcess.RunAsync("-i", path, "-ac", "1", "-ar", "16000", "-f", "s16le", "-")).Length / 2 / 16_000.0;

    private string NewPath() => Path.Combine(models.Folder, $"{Guid.NewGuid():n}.wav");

    private static void AssertNear(double start, double end, SpeechSegment found)
    {
        Assert.Equal(start, found.Start, Tolerance);
        Assert.Equal(end, found.End, Tolerance);
    }
}
