using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What the next host makes of a turn when one dies, at every write that it could have been the last.</summary>
public abstract class HostCrashSpec : HostRestartSpec
{
    /// <summary>The host dies after its first write, after its second, and so on, until it dies no more before the turn has ended.</summary>
    [Fact]
    public async Task A_turn_is_whole_whichever_write_was_the_last_of_the_host_that_accepted_it()
    {
        var deaths = 0;
        for (var writes = 0; ; writes += Stride)
        {
            Runs.Clear();
            var kept = NewSetup();
            var dying = new DyingStateStore(kept.State, writes);
            await using (var first = await StartAsync(kept with { State = dying }))
            {
                await Task.WhenAny(SubmitAndReadAsync(first), dying.Died).WaitAsync(Patience);
            }

            var ended = !dying.Died.IsCompleted;
            deaths += ended ? 0 : 1;
            var finished = await FinishedAsync(kept);
            var runs = finished.ToDictionary(text => text, text => Runs[text]);
            await using var second = await StartAsync(kept);
            var receipt = await second.Jarvis.SubmitAsync(Conversation, Request, default);
            var events = await ReadAsync(second, receipt);

            Assert.Equal(1, receipt.Turn.Number);
            Assert.Equal(TurnStatus.Answered, End(events).Status);
            Assert.Equal(
                ["writer(writer(writer(a)))", "writer(writer(b))"],
                events.OfType<TaskSucceeded>().Single(done => done.Task == 2).Result.Outputs["text"].Select(text => text.Text));
            Assert.All(runs, run => Assert.Equal(run.Value, Runs[run.Key]));
            Assert.All(Runs.Values, count => Assert.InRange(count, 1, 2));
            Assert.Equal([0, 1, 2], events.OfType<TaskPlanned>().Select(planned => planned.Task));
            Assert.Equal([0, 1, 2], events.OfType<TaskSucceeded>().Select(done => done.Task).Order());
            AssertWhole(events);
            Assert.Equal(Types(events), Types(await ReadAsync(second, receipt)));
            if (ended)
            {
                break;
            }
        }

        // As many as it takes to plan, run and answer, or nothing was tried.
        Assert.InRange(deaths * Stride, 8, 100);
    }

    private static TurnRequest Request => new("do it") { IdempotencyKey = "once" };

    private HostSetup NewSetup() => Setup(
        new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0", "b"), Text(2, TaskTypes.TextGeneration, "1")), Count);

    private static async Task SubmitAndReadAsync(IRunningHost host)
    {
        try
        {
            await ReadAsync(host, await host.Jarvis.SubmitAsync(Conversation, Request, default));
            // Its last writes come after its last event.
            await host.Jarvis.GetAsync(Conversation, default);
        }
        catch (JarvisException)
        {
            // The host is dead.
        }
    }

    /// <summary>What the tasks took that are recorded as finished.</summary>
    private static async Task<List<string>> FinishedAsync(HostSetup setup)
    {
        var log = await EventLog.OpenAsync(setup.State, Conversation, 0, default);
        string[][] texts = [["a"], ["writer(a)", "b"], ["writer(writer(a))", "writer(b)"]];
        var finished = new List<string>();
        if (log.LastSequence == 0)
        {
            return finished;
        }

        await foreach (var happened in log.ReadAsync(0, default))
        {
            if (happened is TaskSucceeded done)
            {
                finished.AddRange(texts[done.Task]);
            }

            if (happened.Sequence == log.LastSequence)
            {
                break;
            }
        }

        return finished;
    }

    private static List<(long, Type)> Types(IEnumerable<ConversationEvent> events) => [.. events.Select(happened => (happened.Sequence, happened.GetType()))];
}
