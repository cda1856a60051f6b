using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What comes of commands when the host dies, at every write that it could have been the last, or is simply another one.</summary>
public abstract class HostCommandCrashSpec : HostRestartSpec
{
    private volatile bool _isBroken;

    [Fact]
    public async Task What_waits_for_approval_waits_on_in_another_host_and_runs_when_it_is_approved_there()
    {
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), Count);
        TurnReceipt receipt;
        ApprovalAsked asked;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, WholePlan, default);
            asked = await WaitForAsync<ApprovalAsked>(first, receipt);
            await first.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(asked.Version) { Tasks = [0] }, default);
            await WaitForAsync<TaskSucceeded>(first, receipt);
        }

        await using var second = await StartAsync(setup);
        Assert.Equal([1], (await second.Jarvis.GetAsync(Conversation, default)).Turns.Single().Approval!.Tasks.Select(task => task.Task));
        await second.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(asked.Version), default);
        var events = await ReadAsync(second, receipt);

        Assert.Equal("writer(writer(a))", TextOf(events, 1));
        Assert.Equal(1, Runs["a"]);
        AssertWhole(events);
    }

    [Fact]
    public async Task A_retry_is_done_once_whichever_write_was_the_last_of_the_host_that_was_asked()
    {
        var deaths = 0;
        for (var writes = 0; ; writes += Stride)
        {
            Runs.Clear();
            _isBroken = true;
            var kept = Setup(
                new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "1")), Fail);
            await using (var before = await StartAsync(kept))
            {
                Assert.Equal(TurnStatus.Failed, End(await AskAsync(before)).Status);
            }

            _isBroken = false;
            var retry = new RetryTask(1) { IdempotencyKey = "once" };
            var died = await DieAsync(kept, writes, async host => await ReadAsync(host, await host.Jarvis.CommandAsync(Conversation.Turn(1), retry, default)));
            deaths += died ? 1 : 0;
            await using var after = await StartAsync(kept);
            var receipt = await after.Jarvis.CommandAsync(Conversation.Turn(1), retry, default);
            var events = await ReadAsync(after, receipt);
            var snapshot = await after.Jarvis.GetAsync(Conversation, default);

            Assert.Equal(TurnStatus.Answered, End(events).Status);
            Assert.IsType<TurnReopened>(events[0]);
            Assert.Single(events.OfType<TurnReopened>());
            Assert.Equal([1, 2], events.OfType<TaskRetried>().Select(retried => retried.Task));
            Assert.Equal([1, 2], events.OfType<TaskSucceeded>().Select(done => done.Task));
            Assert.Equal(Enumerable.Range((int)receipt.Sequence, events.Count).Select(number => (long)number), events.Select(told => told.Sequence));
            Assert.Equal(1, Runs["a"]);
            Assert.Equal(snapshot.Turns.Single().Usage.Models.Calls, snapshot.Usage.Models.Calls);
            if (!died)
            {
                break;
            }
        }

        Assert.InRange(deaths * Stride, 5, 100);
    }

    [Fact]
    public async Task An_edit_and_an_approval_are_done_once_whichever_write_was_the_last_of_the_host_that_was_asked()
    {
        var deaths = 0;
        for (var writes = 0; ; writes += Stride)
        {
            Runs.Clear();
            var kept = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), Count);
            TurnReceipt receipt;
            await using (var before = await StartAsync(kept))
            {
                receipt = await before.Jarvis.SubmitAsync(Conversation, WholePlan, default);
                Assert.Equal(1, (await WaitForAsync<ApprovalAsked>(before, receipt)).Version);
            }

            var died = await DieAsync(kept, writes, host => DecideAsync(host, receipt));
            deaths += died ? 1 : 0;
            await using var after = await StartAsync(kept);
            await DecideAsync(after, receipt);
            var events = await ReadAsync(after, receipt);

            Assert.Equal("writer(writer(b))", TextOf(events, 1));
            Assert.Single(events.OfType<PlanEdited>());
            Assert.Single(events.OfType<ApprovalDecided>());
            Assert.Equal([1, 3], events.OfType<ApprovalAsked>().Select(asked => asked.Version));
            Assert.False(Runs.ContainsKey("a"));
            AssertWhole(events);
            if (!died)
            {
                break;
            }
        }

        Assert.InRange(deaths * Stride, 5, 100);
    }

    private static TurnRequest WholePlan => new("do it") { Approval = new ApprovalPolicy { WholePlan = true } };

    private static async Task DecideAsync(IRunningHost host, TurnReceipt receipt)
    {
        await host.Jarvis.CommandAsync(
            receipt.Turn, new EditPlan(1) { Tasks = [Text(0, TaskTypes.TextGeneration, "b")], IdempotencyKey = "edit" }, default);
        await host.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(3) { IdempotencyKey = "approve" }, default);
        await ReadAsync(host, receipt);
    }

    /// <summary>Lets a host work that dies after so many writes.</summary>
    /// <returns>Whether it died before it was done.</returns>
    private async Task<bool> DieAsync(HostSetup kept, int writes, Func<IRunningHost, Task> work)
    {
        var dying = new DyingStateStore(kept.State, writes);
        await using (var host = await StartAsync(kept with { State = dying }))
        {
            await Task.WhenAny(WorkAsync(host), dying.Died).WaitAsync(Patience);
        }

        return dying.Died.IsCompleted;

        async Task WorkAsync(IRunningHost host)
        {
            try
            {
                await work(host);
                // Its last writes come after its last event.
                await host.Jarvis.GetAsync(Conversation, default);
            }
            catch (JarvisException)
            {
                // The host is dead.
            }
        }
    }

    private async Task<ModelOutcome> Fail(ModelCard card, ModelRequest request, CancellationToken cancellationToken) =>
        _isBroken && await request.One("text").ReadTextAsync(100, cancellationToken) != "a"
            ? ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "The engine broke."))
            : await Count(card, request, cancellationToken);
}
