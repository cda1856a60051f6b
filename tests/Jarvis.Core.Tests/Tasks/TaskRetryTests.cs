using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

/// <summary>How a task takes a model that says when to come again, and one that remembers.</summary>
public sealed class TaskRetryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = TaskId.Parse("local/c/1/0");

    private readonly TaskMachine _machine = new(RetryPolicy.Default);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(20, 1)]
    public void It_comes_again_no_earlier_than_it_was_told(int seconds, int models)
    {
        var failed = Fail(Selected(models), Busy(seconds));

        var delay = Assert.Single(failed.Effects.OfType<TaskEffect.Retry>()).Delay;
        Assert.InRange(delay, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds) + RetryPolicy.Default.FirstDelay);
    }

    [Fact]
    public void Rather_than_wait_for_long_it_goes_to_the_next_model()
    {
        var failed = Fail(Selected(2), Busy(20));

        Assert.Equal("m1", Assert.Single(failed.Effects.OfType<TaskEffect.Enqueue>()).Model.Value);
    }

    [Fact]
    public void It_does_not_wait_beyond_its_own_time()
    {
        var failed = Fail(Selected(1), Busy(120));

        Assert.True(failed.State.HasEnded);
    }

    [Fact]
    public void What_was_remembered_costs_nothing_and_measures_nothing()
    {
        var done = Succeed(Selected(1), cached: true);

        Assert.Empty(done.Effects.OfType<TaskEffect.Measure>());
        var result = done.Effects.OfType<TaskEffect.Report>().Select(report => report.Event).OfType<TaskSucceeded>().Single().Result;
        Assert.Equal((true, 0m), (result.Cached, result.Cost));
    }

    [Fact]
    public void What_was_run_is_measured_and_has_its_price()
    {
        var done = Succeed(Selected(1), cached: false);

        Assert.Single(done.Effects.OfType<TaskEffect.Measure>());
        var result = done.Effects.OfType<TaskEffect.Report>().Select(report => report.Event).OfType<TaskSucceeded>().Single().Result;
        Assert.Equal((false, 0.25m), (result.Cached, result.Cost));
    }

    [Fact]
    public void A_job_is_as_urgent_as_its_turn()
    {
        var state = new TaskState(new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1)) { Priority = TurnPriority.Batch }, Start);

        var chosen = _machine.Apply(state, new TaskMachineInput.Selected(Ranked(1)));

        Assert.Equal(TurnPriority.Batch, chosen.Effects.OfType<TaskEffect.Enqueue>().Single().Job.Priority);
    }

    private static JarvisError Busy(int seconds) => Error.Overloaded("It is busy.", TimeSpan.FromSeconds(seconds)).ToError();

    private static ModelSelection Ranked(int models) =>
        new([.. Enumerable.Range(0, models).Select(i => new RankedModel(new ModelId($"m{i}"), 1, "it is there", 0.25m))]);

    private TaskState Selected(int models) => _machine.Apply(
        new TaskState(new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1)), Start), new TaskMachineInput.Selected(Ranked(models))).State;

    private TaskTransition Fail(TaskState state, JarvisError error) => Report(state, new AttemptFailed(new AttemptId(Id, 0, 1), error));

    private TaskTransition Succeed(TaskState state, bool cached) => Report(
        state, new AttemptSucceeded(new AttemptId(Id, 0, 1), ImmutableDictionary<string, ImmutableArray<Resource>>.Empty) { Cached = cached });

    private TaskTransition Report(TaskState state, AttemptReport report) => _machine.Apply(state, new TaskMachineInput.Reported(report, Start));
}
