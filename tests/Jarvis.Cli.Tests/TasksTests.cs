using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Cli.Tests;

public sealed class TasksTests
{
    [Fact]
    public async Task A_retried_task_is_shown_with_its_whole_turn_to_the_new_end()
    {
        using var desk = new Desk();
        var made = await FailedOnce(desk);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("tasks", "retry", "c/1", "1"));

        var (turn, command) = desk.Jarvis.Commands.Single();
        Assert.Equal(("local/c/1", new RetryTask(1)), ($"{turn}", command));
        var lines = desk.Lines.SkipWhile(line => line != "Opened again").ToList();
        Assert.Contains("#1 text-to-speech: tried again", lines);
        Assert.Contains("Now it works.", lines);
        Assert.DoesNotContain("Plan: 2 tasks", lines);
        // What the first try made is among what is saved: the answer cites nothing.
        Assert.Equal([made], desk.Saved);
    }

    [Fact]
    public async Task As_JSON_only_what_happens_anew_is_written()
    {
        using var desk = new Desk();
        await FailedOnce(desk);
        var before = desk.Lines.Length;

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("tasks", "retry", "local/c/1", "#1", "--json"));

        Assert.Contains("\"turn-reopened\"", desk.Lines[before]);
        Assert.Contains("\"turn-finished\"", desk.Lines[^1]);
    }

    [Fact]
    public async Task A_task_is_cancelled_by_its_number()
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("tasks", "cancel", "holiday/3", "0"));

        Assert.Equal("local/holiday/3", $"{desk.Jarvis.Commands.Single().Turn}");
        Assert.Equal(new CancelTask(0), desk.Jarvis.Commands.Single().Command);
        Assert.Contains("Task 0 does not run any more.", desk.Lines);
    }

    [Fact]
    public async Task Of_a_turn_that_is_still_open_it_is_told_how_to_go_on()
    {
        using var desk = new Desk();

        await desk.RunAsync("tasks", "cancel", "holiday/1", "0");

        Assert.Contains("jarvis conversations resume holiday", desk.Output);
    }

    [Theory]
    [InlineData("is no turn; write", "tasks", "cancel", "holiday", "0")]
    [InlineData("is no turn; write", "tasks", "retry", "holiday/0", "0")]
    [InlineData("is no task; write its number", "tasks", "retry", "holiday/1", "first")]
    [InlineData("is no task; write its number", "tasks", "cancel", "holiday/1", "-1")]
    public async Task What_names_no_task_is_bad_usage(string message, params string[] args)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(args));

        Assert.Contains(message, desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task What_is_refused_is_told()
    {
        using var desk = new Desk();
        desk.Jarvis.OnCommand = _ => throw new JarvisException(ErrorCode.Conflict, "Task 0 succeeded; there is nothing to retry.");

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("tasks", "retry", "c/1", "0"));

        Assert.Contains("Task 0 succeeded", desk.Error);
    }

    [Fact]
    public async Task An_approval_that_a_retry_asks_for_is_left_to_somebody_who_can_be_asked()
    {
        using var desk = new Desk();
        await FailedOnce(desk);
        desk.Jarvis.OnCommand = command => command switch
        {
            RetryTask => [new TurnReopened(), new TaskRetried(1) { Retry = 1 }, new ApprovalAsked("Task 1") { Version = 2, Tasks = [new TaskApproval(1, "It costs.")] }],
            _ => [],
        };

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("tasks", "retry", "c/1", "1"));

        Assert.Contains("run on a terminal: jarvis conversations resume c", desk.Error);
        Assert.IsType<RetryTask>(desk.Jarvis.Commands.Single().Command);
        Assert.Empty(desk.Jarvis.Cancelled);
    }

    /// <summary>A turn of which the second task failed, and succeeds when it is retried.</summary>
    private static async Task<string> FailedOnce(Desk desk)
    {
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray(), "bread");
        desk.Jarvis.Plays(
            new PlanStarted("offline planner"),
            Scripts.Planned(0, "image-to-text"),
            Scripts.Planned(1, "text-to-speech", ("text", new OutputArgument(0))),
            Scripts.PlanOf(2),
            Scripts.Succeeded(0, Scripts.Ocr, text),
            new TaskFailed(1, new JarvisError(ErrorCode.ModelFailed, "It broke.")),
            Scripts.Answered("It broke."),
            Scripts.Failed("It broke."));
        desk.Jarvis.OnCommand = command => command is RetryTask
            ? [new TurnReopened(), new TaskRetried(1) { Retry = 1 }, Scripts.Succeeded(1, Scripts.Speaker) with { Retry = 1 }, Scripts.Answered("Now it works."), Scripts.Finished()]
            : [];
        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "read it"));
        var saved = desk.Saved.Single();
        Directory.Delete(desk.Out, recursive: true);
        return saved;
    }
}
