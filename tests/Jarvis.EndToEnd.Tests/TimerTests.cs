using System.Text.Json;
using Jarvis.EndToEnd.Tests.Testing;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What is due at a time, on real processes that are killed meanwhile, and whose clock is set an hour forward or back.</summary>
public sealed class TimerTests
{
    /// <summary>How late it may be.</summary>
    private static readonly TimeSpan Late = Running.InTime(seconds: 1);

    /// <summary>What the host gives a turn that is stuck, and after what time one of its models is to be asked again.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    [NeedsTheory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_deadline_survives_a_kill_and_is_kept_also_where_the_clock_was_set_meanwhile(int ahead)
    {
        var events = await RunAsync("stuck", "\"task-started\"", ahead);

        AssertInTime(events, due: events.OfType<TurnAccepted>().Single().At + Wait, fired: events.OfType<TaskFailed>().Single().At, ahead);
    }

    [NeedsTheory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_delay_between_attempts_survives_a_kill_and_is_kept_also_where_the_clock_was_set_meanwhile(int ahead)
    {
        var events = await RunAsync("late", "\"task-waiting\"", ahead);

        var waiting = events.OfType<TaskWaiting>().Single();
        AssertInTime(events, due: waiting.At + waiting.Delay, fired: events.OfType<TaskSucceeded>().Single().At, ahead);
    }

    [NeedsTheory]
    [InlineData("stuck", 3600)]
    [InlineData("stuck", -3600)]
    [InlineData("late", 3600)]
    [InlineData("late", -3600)]
    public async Task A_clock_that_is_set_while_a_host_runs_moves_nothing_that_is_due(string kind, int ahead)
    {
        using var host = new WorkingHost();
        await host.ReadAsync("ready");
        await BeginAsync(host, kind, kind == "stuck" ? "\"task-started\"" : "\"task-waiting\"");

        host.Tell($"clock - {ahead}");
        await host.ReadAsync("set");
        var events = await EndAsync(host);

        var begun = kind == "stuck" ? events.OfType<TurnAccepted>().Single().At : events.OfType<TaskWaiting>().Single().At;
        var ended = events.OfType<TurnFinished>().Single().At - TimeSpan.FromSeconds(ahead);
        Assert.InRange(ended - begun, Wait - TimeSpan.FromSeconds(1), Wait + Late);
    }

    /// <summary>Lets a host be killed once something was told of a turn, and the next one end it.</summary>
    private static async Task<IReadOnlyList<ConversationEvent>> RunAsync(string kind, string until, int ahead)
    {
        using var host = new WorkingHost();
        await host.ReadAsync("ready");
        await BeginAsync(host, kind, until);
        await host.KillAndStartAsync(TimeSpan.FromSeconds(ahead));
        return await EndAsync(host);
    }

    private static async Task BeginAsync(WorkingHost host, string kind, string until)
    {
        host.Tell("follow c1 0");
        host.Tell($"submit c1 k1 {kind}");
        while (!(await host.ReadAsync("event c1")).Contains(until, StringComparison.Ordinal))
        {
        }
    }

    private static async Task<IReadOnlyList<ConversationEvent>> EndAsync(WorkingHost host)
    {
        host.Tell("end c1 1 1");
        await host.ReadAsync("ended c1");
        host.Tell("dump c1 1");
        return
        [
            .. (await host.ReadAllAsync("dumped c1")).Where(line => line.StartsWith("dump c1/1 ", StringComparison.Ordinal))
                .Select(line => JsonSerializer.Deserialize(line["dump c1/1 ".Length..], JarvisJsonContext.Default.ConversationEvent)!),
        ];
    }

    /// <summary>
    /// Where the clock was set forward, all that waited is due. Where it was set back, nobody knows how long nobody was there: no more than what was
    /// left is waited for.
    /// </summary>
    private static void AssertInTime(IReadOnlyList<ConversationEvent> events, DateTimeOffset due, DateTimeOffset fired, int ahead)
    {
        var resumed = events.OfType<TurnResumed>().Single().At;
        var latest = ahead < 0 ? resumed + Wait : due > resumed ? due : resumed;
        Assert.InRange(fired, ahead == 0 ? due : resumed, latest + Late);
    }
}
