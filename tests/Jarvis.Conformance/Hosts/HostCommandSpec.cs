using System.Collections.Concurrent;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>One task of a turn, cancelled or run again.</summary>
public abstract class HostCommandSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "The engine broke.");

    private readonly ConcurrentQueue<string> _asked = new();
    private volatile bool _isBroken = true;

    [Fact]
    public async Task A_task_that_runs_is_stopped_and_the_turn_is_answered_from_the_rest()
    {
        var stopped = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(100, cancellationToken) == "slow")
            {
                try
                {
                    await Forever.Async(cancellationToken);
                }
                finally
                {
                    stopped.SetResult();
                }
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "slow"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "quick"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskStarted>(host, receipt, started => started.Task == 0);

        await host.Jarvis.CommandAsync(receipt.Turn, new CancelTask(0), default);
        await host.Jarvis.CommandAsync(receipt.Turn, new CancelTask(0), default);
        var events = await ReadAsync(host, receipt);
        await stopped.Task.WaitAsync(Patience);

        Assert.Equal((0, ErrorCode.Cancelled), (events.OfType<TaskFailed>().Single().Task, events.OfType<TaskFailed>().Single().Error.Code));
        Assert.Equal(1, events.OfType<TaskSkipped>().Single().Task);
        Assert.Equal("writer(quick)", TextOf(events, 2));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task A_failed_task_of_an_open_turn_is_run_again_in_place()
    {
        var go = new TaskCompletionSource();
        var runner = Runner(async text =>
        {
            if (text == "slow")
            {
                await go.Task;
            }
        });
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "bad"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "slow"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskSkipped>(host, receipt, skipped => skipped.Task == 1);

        _isBroken = false;
        await host.Jarvis.CommandAsync(receipt.Turn, new RetryTask(0), default);
        await WaitForAsync<TaskSucceeded>(host, receipt, done => done.Task == 1);
        go.SetResult();
        var events = await ReadAsync(host, receipt);

        Assert.Equal("writer(writer(bad))", TextOf(events, 1));
        Assert.Equal([0, 1], events.OfType<TaskRetried>().Select(retried => retried.Task));
        Assert.DoesNotContain(events, happened => happened is TurnReopened);
        Assert.Equal(Conversation.Turn(1).Task(0, 1), events.OfType<TaskSucceeded>().Single(done => done.Task == 0).Result.Outputs["text"].Single().Lineage!.Task);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task A_turn_that_has_ended_is_opened_again_and_only_what_failed_runs()
    {
        await using var host = await StartAsync(Failing());
        var before = await AskAsync(host);
        Assert.Equal(TurnStatus.Failed, End(before).Status);
        var used = (await host.Jarvis.GetAsync(Conversation, default)).Usage;

        _isBroken = false;
        var receipt = await host.Jarvis.CommandAsync(Conversation.Turn(1), new RetryTask(1), default);
        var after = await ReadAsync(host, receipt);

        Assert.Equal(before[^1].Sequence + 1, receipt.Sequence);
        Assert.IsType<TurnReopened>(after[0]);
        Assert.Equal([1, 2], after.OfType<TaskRetried>().Select(retried => retried.Task));
        Assert.Equal("writer(writer(writer(good)))", TextOf(after, 2));
        Assert.Single(_asked, text => text == "good");
        Assert.Equal(TurnStatus.Answered, End(after).Status);
        Assert.Equal(Enumerable.Range(1, before.Count + after.Count).Select(number => (long)number), before.Concat(after).Select(told => told.Sequence));

        var snapshot = await host.Jarvis.GetAsync(Conversation, default);
        var turn = Assert.Single(snapshot.Turns);
        Assert.Equal((TurnStatus.Answered, after.OfType<AnswerFinished>().Single().Answer.Text), (turn.Status, turn.Answer!.Text));
        // What the first try used is counted, and is not counted twice.
        Assert.Equal(used.Models.Calls + 2, snapshot.Usage.Models.Calls);
        Assert.Equal(turn.Usage.Models.Calls, snapshot.Usage.Models.Calls);
    }

    [Fact]
    public async Task One_key_sent_a_hundred_times_at_once_opens_the_turn_once()
    {
        await using var host = await StartAsync(Failing());
        await AskAsync(host);
        _isBroken = false;
        var retry = new RetryTask(1) { IdempotencyKey = "k" };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Jarvis.CommandAsync(Conversation.Turn(1), retry, default)));
        var events = await ReadAsync(host, receipts[0]);

        Assert.Single(receipts.Distinct());
        Assert.Single(events.OfType<TurnReopened>());
        Assert.Equal(receipts[0], await host.Jarvis.CommandAsync(Conversation.Turn(1), retry, default));
        Assert.Equal(events[^1].Sequence, (await host.Jarvis.GetAsync(Conversation, default)).LastSequence);
    }

    [Fact]
    public async Task A_turn_that_fails_again_can_be_retried_again()
    {
        await using var host = await StartAsync(Failing());
        await AskAsync(host);

        for (var retry = 1; retry <= 3; retry++)
        {
            var receipt = await host.Jarvis.CommandAsync(Conversation.Turn(1), new RetryTask(1), default);
            var events = await ReadAsync(host, receipt);
            Assert.Equal(retry, events.OfType<TaskFailed>().Single().Retry);
            Assert.Equal(TurnStatus.Failed, End(events).Status);
        }
    }

    [Fact]
    public async Task A_turn_is_found_however_old_it_is()
    {
        await using var host = await StartAsync(Failing());
        await AskAsync(host);
        for (var turn = 0; turn < ConversationSnapshot.MaxTurns + 2; turn++)
        {
            await AskAsync(host);
        }

        _isBroken = false;
        var receipt = await host.Jarvis.CommandAsync(Conversation.Turn(1), new RetryTask(1), default);

        Assert.Equal(TurnStatus.Answered, End(await ReadAsync(host, receipt)).Status);
        var snapshot = await host.Jarvis.GetAsync(Conversation, default);
        Assert.Equal(ConversationSnapshot.MaxTurns, snapshot.Turns.Length);
        Assert.DoesNotContain(snapshot.Turns, turn => turn.Number == 1);
    }

    [Fact]
    public async Task A_cancelled_turn_goes_on_where_it_stopped()
    {
        await using var host = await StartAsync(Failing() with { Runner = Runner(_ => _isBroken ? Forever.Async(default) : Task.CompletedTask) });
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskStarted>(host, receipt);
        await host.Jarvis.CancelAsync(receipt.Turn, default);
        var cancelled = await ReadAsync(host, receipt);
        Assert.Equal((0, "1,2"), (cancelled.OfType<TaskFailed>().Single().Task, string.Join(',', cancelled.OfType<TaskSkipped>().Select(skipped => skipped.Task))));

        _isBroken = false;
        var again = await host.Jarvis.CommandAsync(receipt.Turn, new RetryTask(0), default);

        Assert.Equal(TurnStatus.Answered, End(await ReadAsync(host, again)).Status);
    }

    [Fact]
    public async Task No_more_turns_are_opened_again_than_may_be_open()
    {
        var runner = Runner(text => text == "slow" ? new TaskCompletionSource().Task : Task.CompletedTask);
        var planner = new ScriptedPlanner((request, _) => Plan(request.Request));
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer) { Conversations = options => options.MaxOpenTurns = 1 });
        await AskAsync(host, new TurnRequest("bad"));
        var open = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("slow"), default);

        var refused = await RefusedAsync(host, 1, new RetryTask(0));
        Assert.Equal((ErrorCode.Overloaded, true), (refused.Code, refused.Retryable));
        await host.Jarvis.CancelAsync(open.Turn, default);
        _isBroken = false;
        var receipt = await host.Jarvis.CommandAsync(Conversation.Turn(1), new RetryTask(0), default);

        Assert.Equal(TurnStatus.Answered, End(await ReadAsync(host, receipt)).Status);

        static async IAsyncEnumerable<PlanStep> Plan(string text)
        {
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, text));
            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_the_reason()
    {
        await using var host = await StartAsync(Failing());
        await AskAsync(host);

        Assert.Equal(ErrorCode.NotFound, (await RefusedAsync(host, 2, new RetryTask(0))).Code);
        Assert.Equal(ErrorCode.NotFound, (await RefusedAsync(host, 1, new RetryTask(7))).Code);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(host, 1, new RetryTask(0))).Code);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(host, 1, new RetryTask(2))).Code);
        Assert.Equal(ErrorCode.InvalidRequest, (await RefusedAsync(host, 1, new RetryTask(1) { IdempotencyKey = "" })).Code);
        Assert.Equal(TurnStatus.Failed, (await host.Jarvis.GetAsync(Conversation, default)).Turns.Single().Status);
    }

    private static async Task<JarvisException> RefusedAsync(IRunningHost host, int turn, TurnCommand command) =>
        await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.CommandAsync(Conversation.Turn(turn), command, default));

    /// <summary>0 succeeds, 1 takes its result and fails while things are broken, 2 takes that of 1.</summary>
    private HostSetup Failing() => new(
        new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "good"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "1")),
        Runner(_ => Task.CompletedTask),
        Writer);

    private ScriptedRunner Runner(Func<string, Task> before) => new(async (card, request, cancellationToken) =>
    {
        var text = await request.One("text").ReadTextAsync(100, cancellationToken);
        _asked.Enqueue(text);
        await before(text).WaitAsync(cancellationToken);
        return _isBroken && (text is "bad" or "writer(good)") ? ModelOutcome.Failure(Broken) : await ScriptedRunner.Echo(card, request, cancellationToken);
    });
}
