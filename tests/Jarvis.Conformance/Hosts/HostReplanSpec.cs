using System.Runtime.CompilerServices;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>How a plan goes on whose tasks have failed.</summary>
public abstract class HostReplanSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "The engine broke.");

    /// <summary>"good" is written on, "bad" fails, and the last task needs both.</summary>
    private static readonly PlannedTask[] First =
    [
        Text(0, TaskTypes.TextGeneration, "good"), Text(1, TaskTypes.TextGeneration, "bad"), Text(2, TaskTypes.TextGeneration, "1"),
    ];

    [Fact]
    public async Task What_needed_a_failed_task_is_planned_again_with_what_succeeded_and_the_answer_tells_of_both()
    {
        FailedPlan? asked = null;
        var runner = new CountingRunner();
        await using var host = await StartAsync(new HostSetup(Planner((failed, _) => Say(asked = failed, Text(3, TaskTypes.TextGeneration, "0"))), runner.Runner, Writer));

        var events = await AskAsync(host);

        Assert.Equal("writer(writer(good))", TextOf(events, 3));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        var answer = events.OfType<AnswerFinished>().Single().Answer.Text;
        Assert.Contains("The engine broke.", answer, StringComparison.Ordinal);
        Assert.Contains("writer(writer(good))", answer, StringComparison.Ordinal);
        Assert.StartsWith("Re-planned.", events.OfType<TaskSkipped>().Single(skipped => skipped.Task == 2).Error.Message, StringComparison.Ordinal);
        Assert.Equal([false, true], events.OfType<PlanStarted>().Select(started => started.IsReplan));
        Assert.Equal([(false, 3), (true, 1)], events.OfType<PlanFinished>().Select(plan => (plan.IsReplan, plan.Tasks)));
        Assert.Equal([1], asked!.Ended.Where(outcome => outcome.Error is not null).Select(outcome => outcome.Task.Id));
        Assert.Equal([2], asked.Wanted.Select(task => task.Id));
        Assert.All(runner.Runs, run => Assert.Equal(1, run.Value));
    }

    [Fact]
    public async Task A_planner_that_knows_no_other_way_leaves_the_turn_as_it_is()
    {
        await using var host = await StartAsync(new HostSetup(Planner((failed, _) => Say(failed)), new CountingRunner().Runner, Writer));

        var events = await AskAsync(host);

        Assert.StartsWith("It needs the result of task 1", events.OfType<TaskSkipped>().Single().Error.Message, StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        Assert.Equal("writer(good)", TextOf(events, 0));
    }

    [Fact]
    public async Task It_is_planned_again_once_and_no_more()
    {
        var asked = 0;
        var planner = Planner((failed, _) =>
        {
            Interlocked.Increment(ref asked);
            return Say(failed, Text(3, TaskTypes.TextGeneration, "bad"), Text(4, TaskTypes.TextGeneration, "3"));
        });
        await using var host = await StartAsync(new HostSetup(planner, new CountingRunner().Runner, Writer));

        var events = await AskAsync(host);

        Assert.Equal(1, asked);
        Assert.Equal([1, 3], events.OfType<TaskFailed>().Select(failed => failed.Task));
        Assert.Equal([2, 4], events.OfType<TaskSkipped>().Select(skipped => skipped.Task).Order());
    }

    [Fact]
    public async Task A_new_task_runs_while_the_new_plan_is_still_written()
    {
        var started = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            var text = await request.One("text").ReadTextAsync(100, cancellationToken);
            if (text == "more")
            {
                started.SetResult();
            }

            return text == "bad" ? ModelOutcome.Failure(Broken) : await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        await using var host = await StartAsync(new HostSetup(Planner((_, _) => Script()), runner, Writer));

        Assert.Equal("writer(writer(more))", TextOf(await AskAsync(host), 4));

        async IAsyncEnumerable<PlanStep> Script()
        {
            yield return new TaskProposed(Text(3, TaskTypes.TextGeneration, "more"));
            await started.Task.WaitAsync(Patience);
            yield return new TaskProposed(Text(4, TaskTypes.TextGeneration, "3"));
        }
    }

    [Fact]
    public async Task A_planner_that_breaks_off_then_is_told_of_and_fails_nothing_else()
    {
        var planner = Planner((_, _) => throw new JarvisException(ErrorCode.ModelUnavailable, "The planner is away; try again."));
        await using var host = await StartAsync(new HostSetup(planner, new CountingRunner().Runner, Writer));

        var events = await AskAsync(host);

        Assert.Contains("The planner is away", events.OfType<PlanFinished>().Last().Notes.Single(), StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task Cancelling_while_it_is_planned_again_ends_the_turn_and_the_planner()
    {
        var stopped = new TaskCompletionSource();
        await using var host = await StartAsync(new HostSetup(Planner((_, ended) => Hang(stopped, ended)), new CountingRunner().Runner, Writer));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<PlanStarted>(host, receipt, started => started.IsReplan);
        await host.Jarvis.CancelAsync(receipt.Turn, default);
        var events = await ReadAsync(host, receipt);
        await stopped.Task.WaitAsync(Patience);

        Assert.Equal(TurnStatus.Cancelled, End(events).Status);
    }

    [Fact]
    public async Task Time_that_is_up_while_it_is_planned_again_answers_with_what_there_is()
    {
        var time = new FakeTimeProvider();
        var planner = Planner((_, ended) => Hang(new TaskCompletionSource(), ended));
        await using var host = await StartAsync(new HostSetup(planner, new CountingRunner().Runner, Writer) { Time = time });

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Timeout = TimeSpan.FromSeconds(30) }, default);
        await WaitForAsync<PlanStarted>(host, receipt, started => started.IsReplan);
        await WaitForAsync<TaskSucceeded>(host, receipt);
        time.Advance(TimeSpan.FromSeconds(30));
        var events = await ReadAsync(host, receipt);

        Assert.Equal(ErrorCode.DeadlineExceeded, events.OfType<TaskSkipped>().Single().Error.Code);
        Assert.Contains(events, happened => happened is PlanFinished { IsReplan: true, Tasks: 0 });
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    private static ScriptedPlanner Planner(Func<FailedPlan, CancellationToken, IAsyncEnumerable<PlanStep>> again) =>
        new((request, ended) => request.Failed is { } failed ? again(failed, ended) : Say(null, First)) { CanReplan = true };

    private static async IAsyncEnumerable<PlanStep> Say(FailedPlan? failed, params PlannedTask[] tasks)
    {
        Assert.NotEqual(failed is null, tasks.Length == 0 || tasks[0].Id > 2);
        foreach (var task in tasks)
        {
            yield return new TaskProposed(task);
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<PlanStep> Hang(TaskCompletionSource stopped, [EnumeratorCancellation] CancellationToken ended)
    {
        ended.Register(stopped.SetResult);
        await Forever.Async(ended);
        yield break;
    }

    /// <summary>Fails what is bad, writes on what is not, and counts how often it did each.</summary>
    private sealed class CountingRunner
    {
        public CountingRunner() => Runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            var text = await request.One("text").ReadTextAsync(100, cancellationToken);
            Runs.AddOrUpdate(text, 1, (_, count) => count + 1);
            return text == "bad" ? ModelOutcome.Failure(Broken) : await ScriptedRunner.Echo(card, request, cancellationToken);
        });

        public ScriptedRunner Runner { get; }

        public System.Collections.Concurrent.ConcurrentDictionary<string, int> Runs { get; } = new();
    }
}
