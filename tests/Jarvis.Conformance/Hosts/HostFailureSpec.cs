using System.Runtime.CompilerServices;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>What comes of failures, of deadlines and of cancelling.</summary>
public abstract class HostFailureSpec : HostSpec
{
    private static readonly ModelCard Good = ListedModels.Card("good", TaskTypes.TextGeneration) with { Quality = 0.9 };
    private static readonly ModelCard Spare = ListedModels.Card("spare", TaskTypes.TextGeneration) with { Quality = 0.1 };
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "The engine broke.");

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_after_a_delay()
    {
        var time = new FakeTimeProvider();
        var tries = 0;
        var runner = new ScriptedRunner((card, request, cancellationToken) => Interlocked.Increment(ref tries) == 1
            ? Task.FromResult(ModelOutcome.Failure(Broken with { Retryable = true }))
            : ScriptedRunner.Echo(card, request, cancellationToken));
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good) { Time = time });

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        var waiting = await WaitForAsync<TaskWaiting>(host, receipt);
        Assert.InRange(waiting.Delay, RetryPolicy.Default.FirstDelay / 2, RetryPolicy.Default.FirstDelay);
        Assert.Equal(1, tries);
        time.Advance(waiting.Delay);
        var events = await ReadAsync(host, receipt);

        Assert.Equal("good(a)", TextOf(events, 0));
        Assert.Equal([1, 2], events.OfType<TaskStarted>().Select(started => started.Attempt));
    }

    [Fact]
    public async Task A_failure_that_will_not_pass_falls_over_to_the_next_best_model()
    {
        var runner = new ScriptedRunner((card, request, cancellationToken) => card.Id == Good.Id
            ? Task.FromResult(ModelOutcome.Failure(Broken))
            : ScriptedRunner.Echo(card, request, cancellationToken));
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good, Spare));

        var events = await AskAsync(host);

        Assert.Equal("spare(a)", TextOf(events, 0));
        Assert.Equal(["good", "spare"], events.OfType<ModelChosen>().Select(chosen => chosen.Model.Value));
        Assert.Contains("The engine broke.", events.OfType<TaskWaiting>().Single().Reason, StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task What_depends_on_a_failed_task_is_skipped_with_the_reason_and_the_rest_goes_on()
    {
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
            await request.One("text").ReadTextAsync(100, cancellationToken) == "bad"
                ? ModelOutcome.Failure(Broken)
                : await ScriptedRunner.Echo(card, request, cancellationToken));
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "bad"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "1"),
            Text(3, TaskTypes.TextGeneration, "fine"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Good));

        var events = await AskAsync(host);

        Assert.Equal("The engine broke.", events.OfType<TaskFailed>().Single().Error.Message);
        var skipped = events.OfType<TaskSkipped>().ToList();
        Assert.Equal([1, 2], skipped.Select(happened => happened.Task));
        Assert.Contains("task 0", skipped[0].Error.Message, StringComparison.Ordinal);
        Assert.Equal("good(fine)", TextOf(events, 3));
        var answer = events.OfType<AnswerFinished>().Single().Answer.Text;
        Assert.Contains("The engine broke.", answer, StringComparison.Ordinal);
        Assert.Contains("was not run", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_whose_last_tasks_all_failed_has_failed_and_says_why()
    {
        var runner = new ScriptedRunner((_, _, _) => Task.FromResult(ModelOutcome.Failure(Broken)));
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good));

        var end = End(await AskAsync(host));

        Assert.Equal((TurnStatus.Failed, "The engine broke."), (end.Status, end.Error!.Message));
    }

    [Fact]
    public async Task A_task_type_that_nobody_serves_fails_with_what_to_do()
    {
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.Summarization, "a")), new ScriptedRunner(ScriptedRunner.Echo), Good));

        var end = End(await AskAsync(host));

        Assert.Equal((TurnStatus.Failed, ErrorCode.ModelUnavailable), (end.Status, end.Error!.Code));
        Assert.Contains("jarvis models", end.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_runner_throws_that_is_not_ours_fails_the_task_and_shows_nothing_of_it()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new InvalidOperationException("password=hunter2"));
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good));

        var end = End(await AskAsync(host));

        Assert.Equal(ErrorCode.Internal, end.Error!.Code);
        Assert.DoesNotContain("hunter2", end.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_hangs_is_given_up_and_the_next_job_runs()
    {
        var time = new FakeTimeProvider();
        var hanging = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(100, CancellationToken.None) == "hang")
            {
                hanging.SetResult();
                await Forever.Async(CancellationToken.None);
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "hang"), Text(1, TaskTypes.TextGeneration, "next") with { After = [0] });
        var setup = new HostSetup(planner, runner, Good with { Concurrency = 1 })
        {
            Time = time,
            Retry = RetryPolicy.Default with { AttemptsPerModel = 1 },
            Engine = options =>
            {
                options.BatchTimeout = TimeSpan.FromSeconds(20);
                options.StopTimeout = TimeSpan.Zero;
            },
        };
        await using var host = await StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await hanging.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(20));
        var events = await ReadAsync(host, receipt);

        Assert.Equal(ErrorCode.ModelFailed, events.OfType<TaskFailed>().Single().Error.Code);
        Assert.Equal("good(next)", TextOf(events, 1));
    }

    [Fact]
    public async Task A_turn_whose_time_is_up_answers_with_what_it_has()
    {
        var time = new FakeTimeProvider();
        var hanging = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(100, CancellationToken.None) == "hang")
            {
                cancellationToken.Register(stopped.SetResult);
                hanging.SetResult();
                await Forever.Async(cancellationToken);
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "fine"), Text(1, TaskTypes.TextGeneration, "hang"), Text(2, TaskTypes.TextGeneration, "1"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Good) { Time = time });

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Timeout = TimeSpan.FromSeconds(30) }, default);
        await hanging.Task.WaitAsync(Patience);
        await WaitForAsync<TaskSucceeded>(host, receipt, happened => happened.Task == 0);
        time.Advance(TimeSpan.FromSeconds(30));
        var events = await ReadAsync(host, receipt);

        Assert.Equal(ErrorCode.DeadlineExceeded, events.OfType<TaskFailed>().Single(happened => happened.Task == 1).Error.Code);
        Assert.Equal(ErrorCode.DeadlineExceeded, events.OfType<TaskSkipped>().Single(happened => happened.Task == 2).Error.Code);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        await stopped.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_answerer_that_hangs_after_time_is_up_does_not_keep_the_turn_open()
    {
        var time = new FakeTimeProvider();
        var (hanging, answering) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runner = new ScriptedRunner(async (_, _, cancellationToken) =>
        {
            hanging.SetResult();
            await Forever.Async(cancellationToken);
            throw new InvalidOperationException();
        });
        var setup = new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good)
        {
            Time = time,
            Answerer = new HangingAnswerer(answering),
        };
        await using var host = await StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Timeout = TimeSpan.FromSeconds(30) }, default);
        await hanging.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(30));
        await answering.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(30));

        var end = End(await ReadAsync(host, receipt));
        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), (end.Status, end.Error!.Code));
    }

    [Fact]
    public async Task A_planner_that_says_things_without_end_is_stopped()
    {
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner((_, _) => Chatter()), new ScriptedRunner(ScriptedRunner.Echo), Good));

        Assert.Equal(ErrorCode.PlanInvalid, End(await AskAsync(host)).Error!.Code);

        static async IAsyncEnumerable<PlanStep> Chatter()
        {
            while (true)
            {
                yield return new PlanNoted("And another thing.");
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_turn_at_once_stops_what_runs_and_drops_what_waits()
    {
        var running = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (_, _, cancellationToken) =>
        {
            cancellationToken.Register(stopped.SetResult);
            running.SetResult();
            await Forever.Async(cancellationToken);
            throw new InvalidOperationException();
        });
        var planner = new ScriptedPlanner((_, _) => PlanAsync(running.Task));
        await using var host = await StartAsync(new HostSetup(planner, runner, Good with { Concurrency = 1 }));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<PlanFinished>(host, receipt);
        await host.Jarvis.CancelAsync(receipt.Turn, default);
        var events = await ReadAsync(host, receipt);
        await stopped.Task.WaitAsync(Patience);

        Assert.Equal((TurnStatus.Cancelled, ErrorCode.Cancelled), (End(events).Status, End(events).Error!.Code));
        Assert.Empty(events.OfType<TaskSucceeded>());
        Assert.Single(runner.Batches);

        // What is planned later waits behind what runs already.
        static async IAsyncEnumerable<PlanStep> PlanAsync(Task running)
        {
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "a"));
            await running.WaitAsync(Patience);
            yield return new TaskProposed(Text(1, TaskTypes.TextGeneration, "b"));
            yield return new TaskProposed(Text(2, TaskTypes.TextGeneration, "0"));
        }
    }

    [Fact]
    public async Task Cancelling_a_turn_that_has_ended_does_nothing_and_one_that_never_was_is_not_found()
    {
        await using var host = await StartAsync(
            new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), new ScriptedRunner(ScriptedRunner.Echo), Good));
        var events = await AskAsync(host);

        await host.Jarvis.CancelAsync(Conversation.Turn(1), default);

        Assert.Equal(End(events).Sequence, (await host.Jarvis.GetAsync(Conversation, default)).LastSequence);
        var missing = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.CancelAsync(Conversation.Turn(2), default));
        Assert.Equal(ErrorCode.NotFound, missing.Code);
    }

    [Fact]
    public async Task A_planner_that_breaks_off_fails_the_turn_with_its_error()
    {
        var planner = new ScriptedPlanner((_, _) => throw new JarvisException(ErrorCode.ModelUnavailable, "The planner is away; try again."));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Good));

        var end = End(await AskAsync(host));

        Assert.Equal((TurnStatus.Failed, "The planner is away; try again."), (end.Status, end.Error!.Message));
    }

    [Fact]
    public async Task A_request_that_needs_no_task_is_answered_directly()
    {
        var planner = new ScriptedPlanner((_, _) => Say(new AnsweredDirectly("Hello.")));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Good));

        var events = await AskAsync(host);

        Assert.Equal("Hello.", events.OfType<AnswerFinished>().Single().Answer.Text);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    private sealed class HangingAnswerer(TaskCompletionSource begun) : IAnswerer
    {
        public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            begun.SetResult();
            await Forever.Async(cancellationToken);
            yield break;
        }
    }

    private static async IAsyncEnumerable<PlanStep> Say(params PlanStep[] steps)
    {
        foreach (var step in steps)
        {
            yield return step;
        }

        await Task.CompletedTask;
    }
}
