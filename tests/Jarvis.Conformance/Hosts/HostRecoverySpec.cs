using System.Runtime.CompilerServices;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a host makes of what another one left when it stopped, at any step of a turn.</summary>
public abstract class HostRecoverySpec : HostRestartSpec
{
    [Fact]
    public async Task A_turn_whose_planning_was_broken_off_is_planned_to_its_end_and_no_task_twice()
    {
        var setup = Setup(new ScriptedPlanner((_, cancellationToken) => Say([Text(0, TaskTypes.TextGeneration, "a")], endless: true, cancellationToken)), Count);
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            await WaitForAsync<TaskSucceeded>(first, receipt);
        }

        PlanningRequest? asked = null;
        var planner = new ScriptedPlanner((request, cancellationToken) =>
        {
            asked = request;
            return Say([Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")], endless: false, cancellationToken);
        });
        await using var second = await StartAsync(setup with { Planner = planner });
        var events = await ReadAsync(second, receipt);

        Assert.Equal([0, 1], events.OfType<TaskPlanned>().Select(planned => planned.Task));
        Assert.Equal([0], asked!.Planned.Select(task => task.Id));
        Assert.Empty(events.OfType<PlanFinished>().Single().Dropped);
        Assert.Equal("writer(writer(a))", TextOf(events, 1));
        Assert.Equal(1, Runs["a"]);
        Assert.Single(events.OfType<TurnResumed>());
        AssertWhole(events);
    }

    [Fact]
    public async Task A_task_that_ran_is_run_again_under_the_next_number_and_one_that_had_finished_is_not()
    {
        var began = new TaskCompletionSource();
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(100, cancellationToken) != "a")
            {
                began.TrySetResult();
                await Forever.Async(cancellationToken);
            }

            return await Count(card, request, cancellationToken);
        });
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            await began.Task.WaitAsync(Patience);
            await WaitForAsync<TaskStarted>(first, receipt, started => started.Task == 1);
        }

        await using var second = await StartAsync(setup with { Runner = new ScriptedRunner(Count) });
        var events = await ReadAsync(second, receipt);

        Assert.Equal([1, 2], events.OfType<TaskStarted>().Where(started => started.Task == 1).Select(started => started.Attempt));
        Assert.Equal("writer(writer(a))", TextOf(events, 1));
        Assert.Equal(1, Runs["a"]);
        Assert.Equal(2, events.OfType<TaskSucceeded>().Single(done => done.Task == 1).Result.Attempts);
        AssertWhole(events);
    }

    [Fact]
    public async Task An_answer_that_was_being_written_begins_anew_and_the_whole_one_counts()
    {
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), Count) with { Answerer = new Halting("This is ha", endless: true) };
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            await WaitForAsync<AnswerDelta>(first, receipt);
        }

        await using var second = await StartAsync(setup with { Answerer = new Halting("This is the whole answer.", endless: false) });
        var events = await ReadAsync(second, receipt);

        Assert.Equal("This is the whole answer.", events.OfType<AnswerFinished>().Single().Answer.Text);
        Assert.Contains(events.OfType<AnswerDelta>(), delta => delta.Text.StartsWith("This is ha", StringComparison.Ordinal));
        Assert.Equal(
            "This is the whole answer.", string.Concat(events.SkipWhile(happened => happened is not TurnResumed).OfType<AnswerDelta>().Select(delta => delta.Text)));
        Assert.Equal(1, Runs["a"]);
        AssertWhole(events);
    }

    [Fact]
    public async Task A_wait_between_two_attempts_goes_on_for_the_rest_of_its_time()
    {
        var time = new FakeTimeProvider();
        var wait = TimeSpan.FromSeconds(4);
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), async (card, request, cancellationToken) =>
        {
            var outcome = await Count(card, request, cancellationToken);
            return Runs["a"] == 1
                ? ModelOutcome.Failure(new JarvisError(ErrorCode.Overloaded, "Busy.", Retryable: true) { RetryAfter = wait })
                : outcome;
        });
        setup = setup with { Time = time };
        TurnReceipt receipt;
        TimeSpan delay;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            delay = (await WaitForAsync<TaskWaiting>(first, receipt)).Delay;
        }

        time.Advance(delay - TimeSpan.FromSeconds(1));
        await using var second = await StartAsync(setup);
        var resumed = await WaitForAsync<TurnResumed>(second, receipt);
        await WaitForAsync<ModelChosen>(second, receipt, chosen => chosen.Sequence > resumed.Sequence);
        Assert.Equal(1, Runs["a"]);
        time.Advance(TimeSpan.FromSeconds(1));
        var events = await ReadAsync(second, receipt);

        Assert.Equal(2, Runs["a"]);
        Assert.Equal(2, events.OfType<TaskSucceeded>().Single().Result.Attempts);
        AssertWhole(events);
    }

    [Fact]
    public async Task A_deadline_that_passed_meanwhile_ends_the_turn()
    {
        var time = new FakeTimeProvider();
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), async (_, _, cancellationToken) =>
        {
            await Forever.Async(cancellationToken);
            throw new InvalidOperationException();
        });
        setup = setup with { Time = time };
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Timeout = TimeSpan.FromMinutes(1) }, default);
            await WaitForAsync<TaskStarted>(first, receipt);
        }

        time.Advance(TimeSpan.FromHours(1));
        await using var second = await StartAsync(setup);
        var events = await ReadAsync(second, receipt);

        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), (End(events).Status, End(events).Error!.Code));
        Assert.Equal(ErrorCode.DeadlineExceeded, events.OfType<TaskFailed>().Single().Error.Code);
        AssertWhole(events);
    }

    [Fact]
    public async Task A_deadline_that_has_not_passed_is_kept()
    {
        var time = new FakeTimeProvider();
        var setup = Setup(new ScriptedPlanner((_, cancellationToken) => Say([], endless: true, cancellationToken)), Count) with { Time = time };
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Timeout = TimeSpan.FromMinutes(1) }, default);
        }

        time.Advance(TimeSpan.FromSeconds(50));
        await using var second = await StartAsync(setup);
        await WaitForAsync<TurnResumed>(second, receipt);
        await second.Jarvis.GetAsync(Conversation, default);
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(ErrorCode.DeadlineExceeded, End(await ReadAsync(second, receipt)).Error!.Code);
    }

    [Fact]
    public async Task What_had_ended_is_as_it_was_and_nothing_of_itRuns_again()
    {
        var setup = Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), Count);
        List<ConversationEvent> before;
        await using (var first = await StartAsync(setup))
        {
            before = await AskAsync(first, new TurnRequest("do it") { IdempotencyKey = "k" });
        }

        await using var second = await StartAsync(setup);
        var receipt = await second.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { IdempotencyKey = "k" }, default);
        var after = await ReadAsync(second, receipt);

        Assert.Equal((1, 1L), (receipt.Turn.Number, receipt.Sequence));
        Assert.Equal(before.Select(happened => (happened.Sequence, happened.GetType())), after.Select(happened => (happened.Sequence, happened.GetType())));
        Assert.Equal(1, Runs["a"]);
        Assert.Equal(TurnStatus.Answered, (await second.Jarvis.GetAsync(Conversation, default)).Turns.Single().Status);
    }

    [Fact]
    public async Task A_turn_that_was_cancelled_stays_so()
    {
        var setup = Setup(new ScriptedPlanner((_, cancellationToken) => Say([], endless: true, cancellationToken)), Count);
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            await first.Jarvis.CancelAsync(receipt.Turn, default);
        }

        await using var second = await StartAsync(setup);
        var events = await ReadAsync(second, receipt);

        Assert.Equal(TurnStatus.Cancelled, End(events).Status);
        Assert.Empty(events.OfType<TurnResumed>());
    }

    [Fact]
    public async Task Planning_again_after_failures_is_gone_on_with_too()
    {
        var planned = 0;
        var planner = new ScriptedPlanner((request, cancellationToken) => request.Failed is null
            ? Say([Text(0, TaskTypes.TextGeneration, "bad")], endless: false, cancellationToken)
            : Say([Text(1, TaskTypes.TextGeneration, "a")], endless: Interlocked.Increment(ref planned) == 1, cancellationToken))
        {
            CanReplan = true,
        };
        var setup = Setup(planner, async (card, request, cancellationToken) =>
        {
            await Count(card, request, cancellationToken);
            return await request.One("text").ReadTextAsync(100, cancellationToken) == "bad"
                ? ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "No."))
                : await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        TurnReceipt receipt;
        await using (var first = await StartAsync(setup))
        {
            receipt = await first.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
            await WaitForAsync<TaskSucceeded>(first, receipt, done => done.Task == 1);
        }

        await using var second = await StartAsync(setup);
        var events = await ReadAsync(second, receipt);

        Assert.Equal(TurnStatus.Answered, End(events).Status);
        Assert.Equal([0, 1], events.OfType<TaskPlanned>().Select(task => task.Task));
        Assert.Equal((1, 1, 2), (Runs["a"], Runs["bad"], planned));
        AssertWhole(events);
    }

    private static async IAsyncEnumerable<PlanStep> Say(
        PlannedTask[] tasks, bool endless, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            yield return new TaskProposed(task);
        }

        await (endless ? Forever.Async(cancellationToken) : Task.CompletedTask);
    }

    /// <summary>Writes a text, and then ends or never does.</summary>
    private sealed class Halting(string text, bool endless) : IAnswerer
    {
        public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            // As long as the longest piece, so that what is written is told at once.
            yield return endless ? text.PadRight(300, '.') : text;
            await (endless ? Forever.Async(cancellationToken) : Task.CompletedTask);
        }
    }
}
