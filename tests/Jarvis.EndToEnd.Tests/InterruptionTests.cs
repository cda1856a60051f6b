using Jarvis.EndToEnd.Tests.Testing;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Signals in the middle of the work.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const string Slow = "sleep 1000 & echo $! >> \"$pids\"; echo > \"$meet\"; wait";

    private static readonly string[] Translate = ["ask", "Translate 'good morning' to Spanish"];

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [NeedsTheory(Needs.Apertium)]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    [InlineData(HangUp, 129)]
    public async Task A_signal_ends_the_turn_and_all_that_runs_for_it(int signal, int code)
    {
        _desk.Fake("apertium", Slow);
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start(Translate);
        await underWay;

        running.Signal(signal);

        var ended = _desk.LeftNothing(await running.EndAsync());
        Assert.Equal((code, "Cancelled.\n"), (ended.Code, ended.Error));
        Assert.False(Directory.Exists(_desk.Out));
    }

    [NeedsTheory(Needs.Ffmpeg, Needs.Pocketsphinx, Needs.Espeak)]
    [InlineData("ffmpeg", "Make it half the size", "sign.png")]
    [InlineData("pocketsphinx_continuous", "Transcribe it", "greeting.wav")]
    [InlineData("espeak-ng", "Say 'good morning'", null)]
    public async Task Ctrl_C_reaches_every_engine(string program, string request, string? sample)
    {
        _desk.Fake(program, Slow);
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start(["ask", request, .. sample is null ? [] : new[] { "--file", Place.Sample(sample) }]);
        await underWay;

        running.Signal(Interrupt);

        Assert.Equal(130, _desk.LeftNothing(await running.EndAsync()).Code);
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_second_signal_that_ends_the_process_at_once_leaves_nothing_either()
    {
        _desk.Fake("apertium", Slow);
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start(Translate);
        await underWay;

        // Two that are alike may arrive as one.
        running.Signal(Interrupt);
        running.Signal(Terminate);

        Assert.Contains(_desk.LeftNothing(await running.EndAsync()).Code, new[] { 130, 143 });
    }

    [NeedsFact(Needs.Apertium)]
    public async Task The_last_event_tells_a_program_that_the_turn_was_cancelled()
    {
        _desk.Fake("apertium", Slow);
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start([.. Translate, "--json"]);
        await underWay;

        running.Signal(Interrupt);

        var ended = _desk.LeftNothing(await running.EndAsync());
        Assert.Equal(130, ended.Code);
        Assert.Equal(Conversations.TurnStatus.Cancelled, Assert.IsType<Events.TurnFinished>(ended.Events[^1]).Status);
    }

    [NeedsFact(Needs.Apertium, Needs.Ocr, Needs.Ffmpeg)]
    public async Task What_was_done_before_is_lost_and_not_half_there()
    {
        _desk.Fake("apertium", Slow);
        var underWay = _desk.MeetAsync();
        using var running = _desk.Start("ask", "Read this sign and translate it to Spanish", "--file", Place.Sample("sign.png"));
        await underWay;

        running.Signal(Interrupt);

        Assert.Equal(130, _desk.LeftNothing(await running.EndAsync()).Code);
        Assert.Empty(_desk.Saved);
    }

    [NeedsFact]
    public async Task Ctrl_C_ends_the_wait_for_a_request_and_for_a_file()
    {
        // Both read standard input, to which nothing more comes.
        foreach (var args in new string[][] { ["ask", "-"], ["ask", "Read this", "--file", "/dev/stdin"] })
        {
            using var running = _desk.Start(args);
            await running.WriteAsync(new byte[200_000], close: false);

            running.Signal(Interrupt);

            var ended = _desk.LeftNothing(await running.EndAsync());
            Assert.Equal((130, "Cancelled.\n"), (ended.Code, ended.Error));
        }
    }
}
