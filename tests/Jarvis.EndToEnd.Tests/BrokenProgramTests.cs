using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Engines that hang, crash, flood or are killed, in the place of the real ones.</summary>
public sealed class BrokenProgramTests : IDisposable
{
    private const string Hang = "sleep 1000 & echo $! >> \"$pids\"; wait";
    private const string HangDeaf = "trap '' HUP INT TERM; (trap '' HUP INT TERM; echo $$ >> \"$pids\"; exec sleep 1000) & sleep 1000";
    private const string Fail = "echo 'boom: no such thing' >&2; exit 3";
    private const string Crash = "echo 'boom: no such thing' >&2; kill -SEGV $$";
    private const string Killed = "kill -KILL $$";
    private const string FloodErrors = "yes 'error error error error' | head -c 100000000 >&2; exit 1";
    private const string FloodOutput = "exec yes 'word word word word'";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    public static TheoryData<string> Programs => ["apertium", "ffmpeg", "pocketsphinx_continuous"];

    [NeedsTheory(Needs.Apertium, Needs.Ffmpeg, Needs.Pocketsphinx)]
    [MemberData(nameof(Programs))]
    public async Task One_that_hangs_is_stopped_when_the_time_is_up(string program) =>
        (await AskAsync(program, Hang, "--timeout", "2")).Failed(1, "time was up", "ask again with more time");

    [NeedsFact(Needs.Apertium)]
    public async Task One_that_hangs_and_heeds_no_signal_is_stopped_with_its_children() =>
        (await AskAsync("apertium", HangDeaf, "--timeout", "2")).Failed(1, "time was up");

    [NeedsTheory(Needs.Apertium, Needs.Ffmpeg, Needs.Pocketsphinx)]
    [MemberData(nameof(Programs))]
    public async Task One_that_crashes_is_named_with_its_last_words(string program) =>
        (await AskAsync(program, Crash)).Failed(1, $"{program} was killed (signal 11): boom: no such thing.", $"install {program} anew");

    [NeedsTheory(Needs.Apertium, Needs.Pocketsphinx, Needs.Ffmpeg)]
    [InlineData("apertium")]
    [InlineData("pocketsphinx_continuous")]
    public async Task One_that_fails_is_named_with_its_last_words(string program) =>
        (await AskAsync(program, Fail)).Failed(1, $"{program} failed (exit code 3): boom: no such thing.", $"install {program} anew");

    [NeedsTheory(Needs.Apertium, Needs.Ffmpeg, Needs.Pocketsphinx)]
    [MemberData(nameof(Programs))]
    public async Task One_that_is_killed_is_tried_again_and_then_named(string program)
    {
        var run = (await AskAsync(program, Killed, "--json"))
            .Failed(1, $"{program} was killed (signal 9)", "It may work when you ask again");

        Assert.Equal([1, 2], run.Events.OfType<Jarvis.Events.TaskStarted>().Select(started => started.Attempt));
    }

    [NeedsFact(Needs.Apertium)]
    public async Task One_that_is_killed_once_does_its_work_the_second_time()
    {
        var once = _desk.At("once");
        _desk.Fake("apertium", $"[ -e {once} ] || {{ touch {once}; kill -KILL $$; }}\n{Desk.Real("apertium")}");

        var run = (await _desk.RunAsync("ask", "Translate 'good morning' to Spanish")).Answered();

        Assert.Contains("Buenos días", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [NeedsTheory(Needs.Apertium, Needs.Ffmpeg, Needs.Pocketsphinx)]
    [MemberData(nameof(Programs))]
    public async Task One_that_floods_standard_error_says_little(string program)
    {
        var run = (await AskAsync(program, FloodErrors)).Failed(1, "error error error");

        Assert.InRange(run.Error.Length, 0, 400);
    }

    [NeedsTheory(Needs.Apertium, Needs.Ffmpeg, Needs.Pocketsphinx)]
    [MemberData(nameof(Programs))]
    public async Task One_that_floods_its_output_is_stopped(string program) =>
        (await AskAsync(program, FloodOutput)).Failed(1, $"{program} gave more than the 16,777,216 bytes", "give it less");

    [NeedsTheory(Needs.Espeak, Needs.Ffmpeg)]
    [InlineData(Fail)]
    [InlineData(Crash)]
    [InlineData(Killed)]
    [InlineData(FloodErrors)]
    [InlineData("exit 0")]
    public async Task Where_one_voice_fails_another_speaks(string script)
    {
        _desk.Fake("espeak-ng", script);

        var run = (await _desk.RunAsync("ask", "Say 'good morning'")).Answered();

        Assert.Contains(run.Lines, line => line.StartsWith("#0 text-to-speech: model flite/", StringComparison.Ordinal));
        Assert.InRange(MediaFiles.Seconds(Path.Combine(_desk.Out, "speech.wav")), 0.3, 5);
    }

    private Task<Ended> AskAsync(string program, string script, params string[] more)
    {
        _desk.Fake(program, script);
        string[] request = program switch
        {
            "apertium" => ["Translate 'good morning' to Spanish"],
            "ffmpeg" => ["Make it half the size", "--file", Place.Sample("sign.png")],
            _ => ["Transcribe it", "--file", Place.Sample("greeting.wav")],
        };
        return _desk.RunAsync(["ask", .. request, .. more]);
    }
}
