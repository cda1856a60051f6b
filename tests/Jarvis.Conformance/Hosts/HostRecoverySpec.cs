using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.State;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a host makes of what another one left when it stopped, at any step of a turn.</summary>
public abstract class HostRecoverySpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    private readonly ConcurrentDictionary<string, int> _runs = new();

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
        Assert.Equal(1, _runs["a"]);
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
        Assert.Equal(1, _runs["a"]);
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
        Assert.Equal(1, _runs["a"]);
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
            return _runs["a"] == 1
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
        await WaitForAsync<TurnResumed>(second, receipt);
        await WaitForAsync<ModelChosen>(second, receipt, chosen => chosen.Sequence > receipt.Sequence + 6);
        Assert.Equal(1, _runs["a"]);
        time.Advance(TimeSpan.FromSeconds(1));
        var events = await ReadAsync(second, receipt);

        Assert.Equal(2, _runs["a"]);
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
    public async Task What_had_ended_is_as_it_was_and_nothing_of_it_runs_again()
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
        Assert.Equal(1, _runs["a"]);
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
        Assert.Equal((1, 1, 2), (_runs["a"], _runs["bad"], planned));
        AssertWhole(events);
    }

    /// <summary>The host dies after its first write, after its second, and so on, until it dies no more before the turn has ended.</summary>
    [Fact]
    public async Task A_turn_is_whole_whichever_write_was_the_last_of_the_host_that_accepted_it()
    {
        var deaths = 0;
        for (var writes = 0; ; writes++)
        {
            _runs.Clear();
            var kept = NewSetup();
            var dying = new DyingStateStore(kept.State, writes);
            await using (var first = await StartAsync(kept with { State = dying }))
            {
                await Task.WhenAny(SubmitAndReadAsync(first), dying.Died).WaitAsync(Patience);
            }

            var ended = !dying.Died.IsCompleted;
            deaths += ended ? 0 : 1;
            var finished = await FinishedAsync(kept);
            var runs = finished.ToDictionary(text => text, text => _runs[text]);
            await using var second = await StartAsync(kept);
            var receipt = await second.Jarvis.SubmitAsync(Conversation, Request, default);
            var events = await ReadAsync(second, receipt);

            Assert.Equal(1, receipt.Turn.Number);
            Assert.Equal(TurnStatus.Answered, End(events).Status);
            Assert.Equal(
                ["writer(writer(writer(a)))", "writer(writer(b))"],
                events.OfType<TaskSucceeded>().Single(done => done.Task == 2).Result.Outputs["text"].Select(text => text.Text));
            Assert.All(runs, run => Assert.Equal(run.Value, _runs[run.Key]));
            Assert.All(_runs.Values, count => Assert.InRange(count, 1, 2));
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
        Assert.InRange(deaths, 8, 100);
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

    /// <summary>The events of the only turn: none is missing and none is there twice that may be there once.</summary>
    private static void AssertWhole(List<ConversationEvent> events)
    {
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.IsType<TurnAccepted>(events[0]);
        Assert.Single(events.OfType<TurnAccepted>());
        Assert.Single(events.OfType<TurnFinished>());
        Assert.InRange(events.OfType<PlanFinished>().Count(plan => !plan.IsReplan), 0, 1);
        Assert.InRange(events.OfType<AnswerFinished>().Count(), 0, 1);
        foreach (var task in events.OfType<TaskPlanned>().Select(planned => planned.Task))
        {
            Assert.Single(events.OfType<TaskEvent>(), happened => happened.Task == task && happened is (TaskSucceeded or TaskFailed or TaskSkipped));
        }
    }

    /// <summary>An empty store that outlives the hosts which work on it.</summary>
    protected virtual IStateStore NewStore() => new InMemoryStateStore();

    private HostSetup Setup(IPlanner planner, Func<ModelCard, ModelRequest, CancellationToken, Task<ModelOutcome>> run) =>
        new(planner, new ScriptedRunner(run), Writer) { State = NewStore() };

    /// <summary>Answers with what it was given, and counts how often it was given the same.</summary>
    private async Task<ModelOutcome> Count(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var input in request.Many("text"))
        {
            texts.Add(await input.ReadTextAsync(1000, cancellationToken));
        }

        _runs.AddOrUpdate(string.Join('+', texts), 1, (_, count) => count + 1);
        return await ScriptedRunner.Echo(card, request, cancellationToken);
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
