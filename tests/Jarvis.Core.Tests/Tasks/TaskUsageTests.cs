using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

public sealed class TaskUsageTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = TaskId.Parse("local/c/1/0");
    private static readonly LanguageModelUsage Asked = new(1, 100, 20, 0.5m, TimeSpan.FromSeconds(2));
    private static readonly JarvisError Passing = new(ErrorCode.ModelFailed, "It broke.", Retryable: true);

    private readonly TaskMachine _machine = new(RetryPolicy.Default with { AttemptsPerModel = 2 });

    [Fact]
    public void Choosing_is_told_with_the_choice_and_each_attempt_with_what_comes_of_it()
    {
        var chosen = Choose();
        var failed = Report(chosen.State, new AttemptFailed(Attempt(1), Passing) { Used = Asked });
        var retried = _machine.Apply(failed.State, new TaskMachineInput.RetryDue(0, 2)).State;
        var started = Report(retried, new AttemptStarted(Attempt(2)));
        var done = Report(started.State, new AttemptSucceeded(Attempt(2), Nothing) { Used = Asked });

        Assert.Equal(new TaskUsage { Choosing = Asked }, Assert.IsType<ModelChosen>(Told(chosen)).Used);
        Assert.Equal(new TaskUsage { Models = new(1, TimeSpan.Zero, 0), Work = Asked }, Assert.IsType<TaskWaiting>(Told(failed)).Used);
        Assert.Null(Told(started).Used);
        Assert.Equal(new TaskUsage { Models = new(1, TimeSpan.FromSeconds(9), 0), Work = Asked }, Assert.IsType<TaskSucceeded>(Told(done)).Used);
    }

    [Fact]
    public void A_task_that_failed_tells_what_it_used_in_vain()
    {
        var once = Report(Choose().State, new AttemptFailed(Attempt(1), Passing with { Retryable = false }) { Used = Asked });

        var failed = Assert.IsType<TaskFailed>(Told(once));
        Assert.Equal(new TaskUsage { Models = new(1, TimeSpan.FromSeconds(9), 0), Work = Asked }, failed.Used);
    }

    [Fact]
    public void What_an_attempt_was_counted_to_cost_takes_the_place_of_what_it_was_estimated_at()
    {
        var paid = Assert.IsType<TaskSucceeded>(Told(Report(Choose().State, new AttemptSucceeded(Attempt(1), Nothing) { Price = 0.07m })));
        var cached = Assert.IsType<TaskSucceeded>(Told(Report(Choose().State, new AttemptSucceeded(Attempt(1), Nothing) { Price = 0.07m, Cached = true })));

        Assert.Equal((0.07m, 0.07m), (paid.Result.Cost, paid.Used!.Models.Cost));
        Assert.Equal((0m, true), (cached.Result.Cost, cached.Result.Cached));
        Assert.Equal((0, 1, 0m), (cached.Used!.Models.Calls, cached.Used.Models.Cached, cached.Used.Models.Cost));
    }

    [Fact]
    public void A_call_that_was_counted_costs_what_was_counted_and_any_other_its_price()
    {
        var counted = Assert.IsType<TaskSucceeded>(Told(Report(Choose().State, new AttemptSucceeded(Attempt(1), Nothing) { Used = Asked })));
        var priced = Assert.IsType<TaskSucceeded>(Told(Report(Choose().State, new AttemptSucceeded(Attempt(1), Nothing))));

        Assert.Equal((0.5m, 0m, 0.5m), (counted.Result.Cost, counted.Used!.Models.Cost, counted.Used.Work.Cost));
        Assert.Equal((0.25m, 0.25m), (priced.Result.Cost, priced.Used!.Models.Cost));
    }

    [Fact]
    public void What_progress_came_with_is_told_by_the_next_event_that_is_kept()
    {
        var state = Choose().State with { Untold = new() { Choosing = Asked } };

        var progress = Report(state, new AttemptAdvanced(Attempt(1), 0.5));

        Assert.Null(Assert.IsType<TaskProgress>(Told(progress)).Used);
        Assert.Equal(Asked, Told(Report(progress.State, new AttemptSucceeded(Attempt(1), Nothing))).Used!.Choosing);
    }

    [Fact]
    public void A_quota_that_is_used_up_does_not_count_against_the_model()
    {
        var failed = Report(Choose().State, new AttemptFailed(Attempt(1), new JarvisError(ErrorCode.QuotaExceeded, "Enough.")));

        Assert.Empty(failed.Effects.OfType<TaskEffect.Measure>());
    }

    [Fact]
    public void A_job_says_what_the_turn_had_spent_before()
    {
        var job = Choose().Effects.OfType<TaskEffect.Enqueue>().Single().Job;

        Assert.Equal(Asked, job.Spent);
    }

    private static ImmutableDictionary<string, ImmutableArray<Resource>> Nothing => ImmutableDictionary<string, ImmutableArray<Resource>>.Empty;

    private static AttemptId Attempt(int number) => new(Id, 0, number);

    private static TaskEvent Told(TaskTransition transition) => transition.Effects.OfType<TaskEffect.Report>().Last().Event;

    private TaskTransition Choose() => _machine.Apply(
        new TaskState(new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1)) { Spent = Asked }, Start),
        new TaskMachineInput.Selected(new ModelSelection([new RankedModel(new ModelId("m"), 1, "it is there", 0.25m)]) { Used = Asked }));

    private TaskTransition Report(TaskState state, AttemptReport report) =>
        _machine.Apply(state, new TaskMachineInput.Reported(report, Start.AddSeconds(9)));
}
