using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Cli.Tests;

public sealed class InterruptionTests
{
    private static readonly ConversationEvent[] NeverEnding =
    [
        new PlanStarted("offline planner"),
        Scripts.Planned(0, "image-to-text"),
        new TaskStarted(0, Scripts.Ocr, 1),
    ];

    [Theory]
    [InlineData(ExitCode.Interrupted)]
    [InlineData(ExitCode.Terminated)]
    public async Task The_first_signal_cancels_the_turn_and_says_so(int signal)
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(NeverEnding);
        desk.Jarvis.AfterEvent = When<TaskStarted>(() => desk.Interruption.Raise(signal));

        Assert.Equal(signal, await desk.RunAsync("ask", "x"));

        Assert.Single(desk.Jarvis.Cancelled);
        Assert.IsType<TurnFinished>(desk.Jarvis.Events[^1]);
        Assert.Equal("Cancelled.\n", desk.Error);
        Assert.Empty(desk.Saved);
        Assert.Empty(desk.Exits);
    }

    [Fact]
    public async Task The_events_of_a_cancelled_turn_are_shown_to_its_end()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(NeverEnding);
        desk.Jarvis.AfterEvent = When<TaskStarted>(() => desk.Interruption.Raise(ExitCode.Interrupted));

        await desk.RunAsync("ask", "x", "--json");

        Assert.Contains("\"turn-finished\"", desk.Lines[^1]);
        Assert.Contains("\"cancelled\"", desk.Lines[^1]);
    }

    [Fact]
    public async Task A_turn_that_does_not_end_when_cancelled_is_left_after_five_seconds()
    {
        using var desk = new Desk(new ScriptedJarvis { HonoursCancel = false });
        desk.Jarvis.Plays(NeverEnding);
        desk.Jarvis.AfterEvent = When<TaskStarted>(() => desk.Interruption.Raise(ExitCode.Interrupted));

        var running = desk.RunAsync("ask", "x");
        await desk.Jarvis.CancelAsked.WaitAsync(TimeSpan.FromSeconds(30));
        desk.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(running.IsCompleted);
        desk.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(ExitCode.Interrupted, await running.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("Cancelled.\n", desk.Error);
    }

    [Fact]
    public async Task The_second_signal_ends_the_process_at_once()
    {
        using var desk = new Desk(new ScriptedJarvis { HonoursCancel = false });
        desk.Jarvis.Plays(NeverEnding);
        desk.Jarvis.AfterEvent = When<TaskStarted>(() => desk.Interruption.Raise(ExitCode.Interrupted));

        var running = desk.RunAsync("ask", "x");
        await desk.Jarvis.CancelAsked.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(desk.Exits);
        desk.Interruption.Raise(ExitCode.Interrupted);
        Assert.Equal([ExitCode.Interrupted], desk.Exits);

        desk.Time.Advance(TimeSpan.FromSeconds(6));
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_signal_while_files_are_saved_leaves_none_half_written()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", new byte[100_000]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished());
        desk.Jarvis.OnOpen = () => desk.Interruption.Raise(ExitCode.Interrupted);

        Assert.Equal(ExitCode.Interrupted, await desk.RunAsync("ask", "x"));
        Assert.Empty(desk.Saved);
        Assert.Contains("Here.", desk.Lines);
    }

    [Fact]
    public async Task A_signal_before_the_turn_asks_nothing()
    {
        using var desk = new Desk();
        desk.Interruption.Raise(ExitCode.Interrupted);

        Assert.Equal(ExitCode.Interrupted, await desk.RunAsync("ask", "x"));
        Assert.Empty(desk.Jarvis.Requests);
        Assert.Equal("Cancelled.\n", desk.Error);
    }

    [Fact]
    public async Task A_signal_while_standard_input_is_read_ends_it()
    {
        using var desk = new Desk();
        var input = new System.IO.Pipelines.Pipe();
        desk.Input = input.Reader.AsStream();

        var running = desk.RunAsync("ask", "-");
        desk.Interruption.Raise(ExitCode.Interrupted);

        Assert.Equal(ExitCode.Interrupted, await running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_reader_of_the_output_goes_the_turn_is_cancelled_and_nothing_is_said(bool json)
    {
        using var screen = new ClosingWriter(linesBeforeItCloses: 1);
        using var desk = new Desk { Screen = screen };
        desk.Jarvis.Plays(NeverEnding);

        Assert.Equal(ExitCode.BrokenPipe, await desk.RunAsync(json ? ["ask", "x", "--json"] : ["ask", "x"]));
        Assert.Single(desk.Jarvis.Cancelled);
        Assert.Empty(desk.Error);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_told()
    {
        using var screen = new ClosingWriter(linesBeforeItCloses: 1, errno: 28);
        using var desk = new Desk { Screen = screen };
        desk.Jarvis.Plays(NeverEnding);

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Single(desk.Jarvis.Cancelled);
        Assert.StartsWith("jarvis: The output cannot be written:", desk.Error);
    }

    [Fact]
    public async Task When_the_terminal_goes_the_turn_is_cancelled()
    {
        using var screen = new ClosingWriter(linesBeforeItCloses: 0);
        using var desk = new Desk { Screen = screen, IsTerminal = true };
        desk.Jarvis.Plays([.. NeverEnding, new TurnFinished(TurnStatus.Answered, null)]);

        Assert.Equal(ExitCode.BrokenPipe, await desk.RunAsync("ask", "x"));
        Assert.Single(desk.Jarvis.Cancelled);
    }

    private static Func<ConversationEvent, Task> When<T>(Action act) => happened =>
    {
        if (happened is T)
        {
            act();
        }

        return Task.CompletedTask;
    };
}
