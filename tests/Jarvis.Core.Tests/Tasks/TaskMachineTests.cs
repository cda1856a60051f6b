using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

public sealed class TaskMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = TaskId.Parse("local/c/1/0");
    private static readonly JarvisError Passing = new(ErrorCode.ModelFailed, "It broke.", Retryable: true);

    private readonly TaskMachine _machine = new(RetryPolicy.Default);

    [Fact]
    public void A_report_of_an_attempt_that_is_over_changes_nothing()
    {
        var state = Selected("a");
        var retrying = Apply(state, new AttemptFailed(Attempt(1), Passing)).State;
        var second = _machine.Apply(retrying, new TaskMachineInput.RetryDue(0, 2)).State;

        var late = Apply(second, new AttemptSucceeded(Attempt(1), Outputs("late")));

        Assert.Same(second, late.State);
        Assert.Empty(late.Effects);
    }

    [Fact]
    public void A_result_that_is_told_twice_is_recorded_once()
    {
        var done = Apply(Selected("a"), new AttemptSucceeded(Attempt(1), Outputs("x")));

        var again = Apply(done.State, new AttemptSucceeded(Attempt(1), Outputs("x")));

        Assert.Single(Reports(done).OfType<TaskSucceeded>());
        Assert.Empty(again.Effects);
    }

    [Fact]
    public void A_retry_that_falls_due_twice_is_one_attempt()
    {
        var waiting = Apply(Selected("a"), new AttemptFailed(Attempt(1), Passing)).State;
        var first = _machine.Apply(waiting, new TaskMachineInput.RetryDue(0, 2));

        var again = _machine.Apply(first.State, new TaskMachineInput.RetryDue(0, 2));

        Assert.Single(first.Effects.OfType<TaskEffect.Enqueue>());
        Assert.Empty(again.Effects);
    }

    [Fact]
    public void Every_model_is_tried_as_often_as_allowed_and_then_the_last_error_counts()
    {
        var state = Selected("a", "b");
        var models = new List<string> { "a" };
        for (var attempt = 1; !state.HasEnded; attempt++)
        {
            var failed = Apply(state, new AttemptFailed(Attempt(attempt), Passing with { Message = $"Failure {attempt}." }));
            state = failed.State;
            if (failed.Effects.OfType<TaskEffect.Retry>().SingleOrDefault() is { } retry)
            {
                failed = _machine.Apply(state, new TaskMachineInput.RetryDue(retry.Item, retry.Attempt));
                state = failed.State;
            }

            models.AddRange(failed.Effects.OfType<TaskEffect.Enqueue>().Select(enqueue => enqueue.Model.Value));
            if (state.HasEnded)
            {
                Assert.Equal("Failure 4.", Reports(failed).OfType<TaskFailed>().Single().Error.Message);
            }
        }

        Assert.Equal(["a", "a", "b", "b"], models);
    }

    [Fact]
    public void A_result_names_the_model_that_it_came_to()
    {
        var second = Apply(Selected("a", "b"), new AttemptFailed(Attempt(1), Passing with { Retryable = false })).State;

        var done = Apply(second, new AttemptSucceeded(Attempt(2), Outputs("x")));

        Assert.Equal(new ModelId("b"), Reports(done).OfType<TaskSucceeded>().Single().Result.Model);
    }

    [Theory]
    [InlineData(ErrorCode.InvalidRequest)]
    [InlineData(ErrorCode.DeadlineExceeded)]
    [InlineData(ErrorCode.NotFound)]
    public void What_another_model_can_do_nothing_about_is_not_given_to_one(ErrorCode code)
    {
        var failed = Apply(Selected("a", "b"), new AttemptFailed(Attempt(1), new JarvisError(code, "No.")));

        Assert.True(failed.State.HasEnded);
        Assert.Empty(failed.Effects.OfType<TaskEffect.Enqueue>());
    }

    [Fact]
    public void No_attempt_is_begun_that_would_wait_beyond_the_deadline()
    {
        var failed = _machine.Apply(
            Selected("a"), new TaskMachineInput.Reported(new AttemptFailed(Attempt(1), Passing), Start.AddMinutes(1).AddMilliseconds(-1)));

        Assert.True(failed.State.HasEnded);
    }

    [Fact]
    public void No_model_takes_over_when_time_is_up()
    {
        var failed = _machine.Apply(
            Selected("a", "b"), new TaskMachineInput.Reported(new AttemptFailed(Attempt(1), Passing with { Retryable = false }), Start.AddMinutes(1)));

        Assert.True(failed.State.HasEnded);
        Assert.Empty(failed.Effects.OfType<TaskEffect.Enqueue>());
    }

    [Fact]
    public void A_retry_of_an_attempt_that_is_over_is_not_taken_for_the_next()
    {
        var machine = new TaskMachine(RetryPolicy.Default with { AttemptsPerModel = 3 });
        var second = machine.Apply(
            Apply(machine, Selected("a"), new AttemptFailed(Attempt(1), Passing)).State, new TaskMachineInput.RetryDue(0, 2)).State;
        var waiting = Apply(machine, second, new AttemptFailed(Attempt(2), Passing)).State;

        Assert.Empty(machine.Apply(waiting, new TaskMachineInput.RetryDue(0, 2)).Effects);
        Assert.Single(machine.Apply(waiting, new TaskMachineInput.RetryDue(0, 3)).Effects.OfType<TaskEffect.Enqueue>());
    }

    [Fact]
    public void Items_of_a_list_are_tried_on_their_own_and_their_results_keep_the_order()
    {
        var state = Selected(["a"], ["x", "y"]);
        state = Apply(state, new AttemptSucceeded(Attempt(1, item: 1), Outputs("second"))).State;

        var done = Apply(state, new AttemptSucceeded(Attempt(1, item: 0), Outputs("first")));

        Assert.Equal(["first", "second"], Reports(done).OfType<TaskSucceeded>().Single().Result.Outputs["text"].Select(text => text.Text));
    }

    [Fact]
    public void Progress_is_the_mean_of_the_items_and_never_told_twice()
    {
        var state = Selected(["a"], ["x", "y"]);
        var half = Apply(state, new AttemptAdvanced(Attempt(1), 0.5));
        var same = Apply(half.State, new AttemptAdvanced(Attempt(1), 0.5));
        var mad = Apply(half.State, new AttemptAdvanced(Attempt(1, item: 1), double.PositiveInfinity));

        Assert.Equal(0.25, Reports(half).OfType<TaskProgress>().Single().Fraction);
        Assert.Empty(same.Effects);
        Assert.Equal(0.75, Reports(mad).OfType<TaskProgress>().Single().Fraction);
    }

    [Fact]
    public void Progress_in_many_small_steps_is_told_in_larger_ones()
    {
        var state = Selected("a");
        var told = new List<double>();
        for (var step = 1; step <= 1000; step++)
        {
            var advanced = Apply(state, new AttemptAdvanced(Attempt(1), step / 1000.0));
            told.AddRange(Reports(advanced).OfType<TaskProgress>().Select(progress => progress.Fraction));
            state = advanced.State;
        }

        Assert.InRange(told.Count, 90, 100);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public void Progress_that_is_no_number_is_not_kept()
    {
        var state = Selected("a");

        Assert.Same(state, Apply(state, new AttemptAdvanced(Attempt(1), double.NaN)).State);
    }

    [Fact]
    public void A_start_that_is_told_twice_is_told_on_once_and_again_for_the_next_attempt()
    {
        var started = Apply(Selected("a"), new AttemptStarted(Attempt(1)));
        var again = Apply(started.State, new AttemptStarted(Attempt(1)));
        var failed = Apply(again.State, new AttemptFailed(Attempt(1), Passing)).State;
        var second = Apply(_machine.Apply(failed, new TaskMachineInput.RetryDue(0, 2)).State, new AttemptStarted(Attempt(2)));

        Assert.Equal(1, Reports(started).OfType<TaskStarted>().Single().Attempt);
        Assert.Empty(again.Effects);
        Assert.Equal(2, Reports(second).OfType<TaskStarted>().Single().Attempt);
    }

    [Theory]
    [InlineData(ErrorCode.InvalidRequest, false)]
    [InlineData(ErrorCode.NotFound, false)]
    [InlineData(ErrorCode.TooLarge, false)]
    [InlineData(ErrorCode.UnsupportedMedia, false)]
    [InlineData(ErrorCode.Overloaded, false)]
    [InlineData(ErrorCode.ModelFailed, true)]
    [InlineData(ErrorCode.DeadlineExceeded, true)]
    [InlineData(ErrorCode.Internal, true)]
    public void Only_what_a_model_can_help_counts_against_it(ErrorCode code, bool counts)
    {
        var failed = Apply(Selected("a"), new AttemptFailed(Attempt(1), new JarvisError(code, "No.")));

        Assert.Equal(counts, failed.Effects.OfType<TaskEffect.Measure>().Any(measure => !measure.Succeeded));
    }

    [Fact]
    public void A_choice_of_nothing_fails_the_task_even_where_no_reason_is_given()
    {
        var state = new TaskState(new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1)), Start);

        foreach (var ranked in new ImmutableArray<RankedModel>[] { [], default })
        {
            var chosen = _machine.Apply(state, new TaskMachineInput.Selected(new ModelSelection(ranked)));

            Assert.True(chosen.State.HasEnded);
            Assert.Equal(ErrorCode.ModelUnavailable, Reports(chosen).OfType<TaskFailed>().Single().Error.Code);
        }
    }

    [Fact]
    public void A_task_that_is_broken_off_stops_its_attempts_the_last_first_and_says_why()
    {
        var broken = _machine.Apply(Selected(["a"], ["x", "y"]), new TaskMachineInput.BrokenOff(Passing));

        Assert.Equal([1, 0], broken.Effects.OfType<TaskEffect.CancelAttempt>().Select(cancel => cancel.Attempt.Item));
        Assert.Equal(Passing, Reports(broken).OfType<TaskFailed>().Single().Error);
        Assert.True(broken.State.HasEnded);
    }

    [Fact]
    public void Cancelling_stops_the_attempts_that_are_with_a_model_and_says_nothing_more()
    {
        var state = Selected(["a"], ["x", "y"]);
        state = Apply(state, new AttemptSucceeded(Attempt(1), Outputs("first"))).State;

        var cancelled = _machine.Apply(state, new TaskMachineInput.Cancelled());
        var late = Apply(cancelled.State, new AttemptSucceeded(Attempt(1, item: 1), Outputs("second")));

        Assert.Equal(Attempt(1, item: 1), cancelled.Effects.OfType<TaskEffect.CancelAttempt>().Single().Attempt);
        Assert.Empty(Reports(cancelled));
        Assert.Empty(late.Effects);
    }

    private static AttemptId Attempt(int attempt, int item = 0) => new(Id, item, attempt);

    private static IEnumerable<TaskEvent> Reports(TaskTransition transition) =>
        transition.Effects.OfType<TaskEffect.Report>().Select(report => report.Event);

    private static ImmutableDictionary<string, ImmutableArray<Resource>> Outputs(string text) =>
        ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
            "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", text.Length, "text.txt") { Text = text }]);

    private static TaskTransition Apply(TaskMachine machine, TaskState state, AttemptReport report) =>
        machine.Apply(state, new TaskMachineInput.Reported(report, Start));

    private TaskTransition Apply(TaskState state, AttemptReport report) => _machine.Apply(state, new TaskMachineInput.Reported(report, Start));

    private TaskState Selected(params string[] models) => Selected(models, ["x"]);

    private TaskState Selected(string[] models, string[] values)
    {
        var assignment = new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1))
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [.. values.Select(value => new TaskInput(null, value))]),
            MapOver = values.Length > 1 ? ["text"] : [],
        };
        var ranked = models.Select(model => new RankedModel(new ModelId(model), 1, "it is there"));
        return _machine.Apply(new TaskState(assignment, Start), new TaskMachineInput.Selected(new ModelSelection([.. ranked]))).State;
    }
}
