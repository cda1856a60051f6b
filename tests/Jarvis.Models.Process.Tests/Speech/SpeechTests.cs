using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Speech;

public sealed class SpeechTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramFact("ffmpeg", "pocketsphinx_continuous")]
    public async Task What_is_read_aloud_can_be_written_down_again()
    {
        const string Said = "Hello, the meeting is on Monday morning. Please bring the report and a cup of coffee.";
        var spoken = await SayAsync(Said);

        var heard = await _engines.RunAsync("pocketsphinx/en-us", new() { ["audio"] = [_engines.File(spoken.Output("audio"))] });

        string[] said = [.. Said.ToLowerInvariant().Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries)];
        string[] text = heard.Text().Split([' ', '\n']);
        Assert.True(said.Count(text.Contains) >= said.Length * 0.6, heard.Text());
        AssertWords(heard, text, await DurationAsync(spoken));
    }

    [ProgramFact("ffmpeg", "pocketsphinx_continuous")]
    public async Task Silence_holds_no_speech()
    {
        var silence = _engines.File("silence.wav", Sounds.Tone(0, 2), "audio/wav");

        var error = (await _engines.RunAsync("pocketsphinx/en-us", new() { ["audio"] = [silence] })).Failed(ErrorCode.ModelFailed);

        Assert.False(error.Retryable);
        Assert.StartsWith("No speech was found in 'silence.wav'", error.Message, StringComparison.Ordinal);
    }

    [ProgramFact("ffmpeg", "pocketsphinx_continuous")]
    public async Task Sound_that_was_cut_off_is_not_listened_to() =>
        (await _engines.RunAsync(
            "pocketsphinx/en-us",
            new() { ["audio"] = [_engines.File("part.wav", Sounds.Tone(440, 2)[..20_000], "audio/wav")] })).Failed(ErrorCode.UnsupportedMedia);

    [ProgramTheory("ffmpeg")]
    [InlineData("slt")]
    [InlineData("kal")]
    [InlineData("awb")]
    [InlineData("rms")]
    [InlineData("kal16")]
    public async Task Every_voice_speaks(string voice)
    {
        var spoken = await SayAsync("One two three.", voice);

        Assert.Equal((MediaTypes.Wav, "speech.wav"), (spoken.Output("audio").MediaType, spoken.Output("audio").Name));
        Assert.InRange(await DurationAsync(spoken), 0.5, 4);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_long_text_is_read_to_its_end()
    {
        var sentence = "This is one sentence of a long text. ";
        var one = await DurationAsync(await SayAsync(sentence));
        var reports = new Reports();

        var spoken = await SayAsync(string.Concat(Enumerable.Repeat(sentence, 100)), progress: reports);

        Assert.InRange(await DurationAsync(spoken), one * 60, one * 110);
        Assert.Equal(4, reports.Values.Length);
        Assert.Equal(1, reports.Values[^1]);
    }

    [ProgramFact("ffmpeg")]
    public async Task Spanish_is_read_too() =>
        Assert.InRange(await DurationAsync(await SayAsync("¿Cuánto cuesta? El total es €12.50, señor.")), 2, 10);

    [ProgramTheory("ffmpeg")]
    [InlineData("a':voice=kal[out];movie=/etc/passwd'")]
    [InlineData("%{metadata:x}\\n:textfile=/etc/passwd")]
    [InlineData("$(touch stolen) `touch stolen` ; touch stolen")]
    public async Task Text_is_read_and_never_obeyed(string text)
    {
        var spoken = await SayAsync(text);

        Assert.InRange(await DurationAsync(spoken), 0.5, 30);
        Assert.Empty(Directory.GetFiles(_engines.Folder, "stolen", SearchOption.AllDirectories));
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("¿…?")]
    [InlineData("こんにちは")]
    public async Task There_has_to_be_something_to_say(string text) => (await SayAsync(text)).Failed(ErrorCode.InvalidRequest);

    [ProgramFact("ffmpeg")]
    public async Task More_than_the_limit_is_refused() => (await SayAsync(new string('a', 20_001))).Failed(ErrorCode.TooLarge);

    [ProgramFact("ffmpeg")]
    public async Task Cancelling_stops_the_voice()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new Progress(cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _engines.RunAsync(
            "flite/slt",
            new() { ["text"] = [new ModelInput(string.Concat(Enumerable.Repeat("A sentence. ", 500)))] },
            progress: progress,
            cancellationToken: cancel.Token));
        Assert.Equal(1, progress.Reports);
    }

    private static void AssertWords(ModelOutcome heard, string[] text, double duration)
    {
        using var words = JsonDocument.Parse(heard.Bytes("words"));
        var list = words.RootElement.EnumerateArray().ToArray();
        Assert.Equal(text, list.Select(word => word.GetProperty("word").GetString()!));
        var last = 0.0;
        foreach (var word in list)
        {
            var (start, end) = (word.GetProperty("start").GetDouble(), word.GetProperty("end").GetDouble());
            Assert.True(last <= start && start < end && end <= duration, $"{start} to {end} after {last} of {duration}");
            Assert.InRange(word.GetProperty("confidence").GetDouble(), 0, 1);
            last = start;
        }
    }

    private Task<ModelOutcome> SayAsync(string text, string voice = "slt", IProgress<double>? progress = null) =>
        _engines.RunAsync($"flite/{voice}", new() { ["text"] = [new ModelInput(text)] }, progress: progress);

    private async Task<double> DurationAsync(ModelOutcome spoken)
    {
        var sound = await _engines.Decoder.DecodeAudioAsync(_engines.File(spoken.Output("audio")), AudioFormat.Speech, CancellationToken.None);
        Assert.True(sound.Samples.ToArray().Max() > 0.1f, "it is silent");
        return sound.Duration.TotalSeconds;
    }

    private sealed class Progress(CancellationTokenSource cancel) : IProgress<double>
    {
        public int Reports { get; private set; }

        public void Report(double value)
        {
            Reports++;
            cancel.Cancel();
        }
    }
}
