using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

/// <summary>What a turn does about failed tasks whose results others need.</summary>
public sealed class TurnReplanTests
{
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "The engine broke.");
    private static readonly JarvisError Away = new(ErrorCode.ModelUnavailable, "The planner is away.");

    private readonly List<ConversationEvent> _told = [];
    private readonly List<TurnEffect> _effects = [];
    private TurnState _state = new(TurnId.Parse("local/c/1"), new TurnRequest("do it"), Deadline)
    {
        Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default with { MaxTasks = 8 }),
    };

    [Fact]
    public void What_needs_a_failed_result_waits_for_a_new_plan_and_what_succeeded_is_kept()
    {
        // 0 → 2 ← 1, 2 → 3: what 0 gave is still good for another way to 3.
        Plan(Task(0), Task(1), Task(2, 0, 1), Task(3, 2));
        Take(Succeeded(0), Failed(1));

        var failed = Replanning();
        Assert.Equal([0, 1], failed.Ended.Select(outcome => outcome.Task.Id));
        Assert.Equal((true, "The engine broke."), (failed.Ended[0].Result is not null, failed.Ended[1].Error!.Message));
        Assert.Equal([2, 3], failed.Wanted.Select(task => task.Id));
        Assert.Empty(_told.OfType<TaskSkipped>());

        Replan(true, Task(4, 0));
        Assert.Equal(4, _effects.OfType<TurnEffect.StartTask>().Last().Assignment.Id.Number);
        Assert.Equal([2, 3], _told.OfType<TaskSkipped>().Select(skipped => skipped.Task));
        Assert.All(_told.OfType<TaskSkipped>(), skipped => Assert.StartsWith("Re-planned. ", skipped.Error.Message, StringComparison.Ordinal));

        Take(Succeeded(4));
        Take(new TurnInput.Answered(new AnswerReport("Done.", true)));
        Assert.Equal(TurnStatus.Answered, _state.Status);
    }

    [Fact]
    public void A_new_task_starts_while_the_new_plan_is_still_written()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));

        Replan(false, Task(2));

        Assert.Equal(2, _effects.OfType<TurnEffect.StartTask>().Last().Assignment.Id.Number);
        Assert.Equal(TaskPhase.Held, _state.Tasks[1].Phase);
    }

    [Fact]
    public void A_failed_task_that_nothing_needs_is_planned_again_itself()
    {
        Plan(Task(0));
        Take(Failed(0));
        Assert.Empty(Replanning().Wanted);

        Replan(true, Task(1));
        Take(Succeeded(1));
        Take(new TurnInput.Answered(new AnswerReport("Done.", true)));

        Assert.Equal(TurnStatus.Answered, _state.Status);
        Assert.Contains(Broken.Message, _effects.OfType<TurnEffect.StartAnswer>().Single().Request.Outcomes.Select(outcome => outcome.Error?.Message));
    }

    [Fact]
    public void Where_there_is_no_other_way_what_waited_is_skipped_for_what_it_lacks()
    {
        Plan(Task(0), Task(1, 0), Task(2, 1));
        Take(Failed(0));

        Replan(true);

        Assert.Equal(
            ["It needs the result of task 0 (text-generation), which failed.", "It needs the result of task 1 (text-generation), which was not run."],
            _told.OfType<TaskSkipped>().Select(skipped => skipped.Error.Message));
        Assert.Single(_effects.OfType<TurnEffect.StartAnswer>());
    }

    [Fact]
    public void A_planner_that_cannot_is_not_asked_and_nothing_waits()
    {
        Plan(canReplan: false, null, Task(0), Task(1, 0));

        Take(Failed(0));

        Assert.Single(_told.OfType<TaskSkipped>());
        Assert.Single(_effects.OfType<TurnEffect.StartPlanning>());
    }

    [Theory]
    [InlineData(ErrorCode.Cancelled)]
    [InlineData(ErrorCode.DeadlineExceeded)]
    [InlineData(ErrorCode.QuotaExceeded)]
    [InlineData(ErrorCode.Overloaded)]
    [InlineData(ErrorCode.StorageFailed)]
    public void What_another_plan_would_meet_as_well_is_not_planned_again(ErrorCode code)
    {
        Plan(Task(0), Task(1, 0));

        Take(Failed(0, new JarvisError(code, "No.")));

        Assert.Single(_told.OfType<TaskSkipped>());
        Assert.Single(_effects.OfType<TurnEffect.StartPlanning>());
    }

    [Fact]
    public void A_failure_while_the_plan_is_written_waits_for_its_end_and_holds_what_comes_after()
    {
        Take(new TurnInput.Accepted("p", CanReplan: true));
        Take(new TurnInput.Planned(new PlanReport([new TaskProposed(Task(0))], false)));
        Take(Failed(0));
        Take(new TurnInput.Planned(new PlanReport([new TaskProposed(Task(1, 0)), new TaskProposed(Task(2, 1)), new TaskProposed(Task(3))], false)));

        Assert.Single(_effects.OfType<TurnEffect.StartPlanning>());
        Assert.Equal([TaskPhase.Held, TaskPhase.Held, TaskPhase.Running], [.. Enumerable.Range(1, 3).Select(task => _state.Tasks[task].Phase)]);

        Take(new TurnInput.Planned(new PlanReport([], true)));
        Take(Succeeded(3));
        Assert.Equal([1, 2], Replanning().Wanted.Select(task => task.Id));
    }

    [Fact]
    public void Tasks_of_a_failed_type_are_waited_for_so_that_they_are_planned_around_together()
    {
        Plan(Task(0), Task(1), Task(2, 0), Task(3, 1), new PlannedTask(4, TaskTypes.TextToSpeech) { Arguments = Text(new TextArgument("a")) });

        Take(Failed(0));
        Assert.Single(_effects.OfType<TurnEffect.StartPlanning>());
        Take(Failed(1));

        // The task of another type runs on and is not waited for.
        Assert.Equal(TaskPhase.Running, _state.Tasks[4].Phase);
        Assert.Equal([2, 3], Replanning().Wanted.Select(task => task.Id));
        Assert.Equal([4], Replanning().Open.Select(task => task.Id));
    }

    [Fact]
    public void What_fails_after_the_new_plan_began_is_not_planned_again()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));
        Replan(false, Task(2), Task(3, 2));

        Take(Failed(2));
        Replan(true);

        Assert.Equal(2, _effects.OfType<TurnEffect.StartPlanning>().Count());
        Assert.Equal("It needs the result of task 2 (text-generation), which failed.", _told.OfType<TaskSkipped>().First(skipped => skipped.Task == 3).Error.Message);
        Assert.Single(_effects.OfType<TurnEffect.StartAnswer>());
    }

    [Fact]
    public void A_new_plan_is_held_to_the_rules_of_the_first_and_to_what_can_be_had()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));

        Replan(true, Task(0), Task(2, 0), Task(3, 1), Task(4, 9), new PlannedTask(5, "nonsense"), Task(6));

        var told = _told.OfType<PlanFinished>().Last();
        Assert.Equal((true, 1), (told.IsReplan, told.Tasks));
        Assert.Equal(
            [
                "There already is a task 0; the first one is kept.",
                "Task 0 gave no result to take: it failed, or needed what failed.",
                "Task 1 gave no result to take: it failed, or needed what failed.",
                "There is no task type 'nonsense'.",
                "It refers to task 9, which does not exist.",
            ],
            told.Dropped.Select(dropped => dropped.Reason));
    }

    [Fact]
    public void The_limits_are_of_the_whole_turn()
    {
        Plan([.. Enumerable.Range(0, 6).Select(id => Task(id))]);
        Take([.. Enumerable.Range(1, 5).Select(id => Succeeded(id)), Failed(0)]);

        Replan(true, Task(6), Task(7), Task(8));

        Assert.Equal("A plan has at most 8 tasks; ask for less at once.", Assert.Single(_told.OfType<PlanFinished>().Last().Dropped).Reason);
    }

    [Fact]
    public void A_full_plan_is_not_planned_again()
    {
        Plan([.. Enumerable.Range(0, 7).Select(id => Task(id)), Task(7, 0)]);

        Take([.. Enumerable.Range(1, 6).Select(id => Succeeded(id)), Failed(0)]);

        Assert.Single(_told.OfType<TaskSkipped>());
        Assert.Single(_effects.OfType<TurnEffect.StartAnswer>());
    }

    [Fact]
    public void A_plan_that_broke_off_is_not_planned_again()
    {
        Plan(canReplan: true, Away, Task(0), Task(1, 0));

        Take(Failed(0));

        Assert.Single(_told.OfType<TaskSkipped>());
        Assert.Single(_effects.OfType<TurnEffect.StartPlanning>());
    }

    [Fact]
    public void A_new_plan_that_breaks_off_before_anything_came_is_noted_and_ends_the_wait()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));

        Take(new TurnInput.Planned(new PlanReport([], true, Away) { IsReplan = true }));

        Assert.Equal("What failed could not be planned again. The planner is away.", Assert.Single(_told.OfType<PlanFinished>().Last().Notes));
        Assert.StartsWith("It needs", _told.OfType<TaskSkipped>().Single().Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_plan_that_breaks_off_in_the_middle_runs_as_far_as_it_came_and_says_so()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));

        Take(new TurnInput.Planned(new PlanReport([new TaskProposed(Task(2))], true, Away) { IsReplan = true }));

        Assert.Equal(new PartDropped("The rest of the new plan", Away.Message), Assert.Single(_told.OfType<PlanFinished>().Last().Dropped));
        Assert.Equal(TaskPhase.Running, _state.Tasks[2].Phase);
    }

    [Fact]
    public void Time_that_is_up_ends_planning_again_and_what_waits_for_it()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));
        Replan(false, Task(2));

        Take(new TurnInput.DeadlinePassed());
        Replan(true, Task(3));

        Assert.Single(_told, told => told is PlanFinished { IsReplan: true });
        Assert.Equal(ErrorCode.DeadlineExceeded, _told.OfType<TaskSkipped>().Single().Error.Code);
        Assert.Equal([2], _effects.OfType<TurnEffect.CancelTask>().Select(cancel => cancel.Task));
        Assert.Single(_effects.OfType<TurnEffect.StartAnswer>());
        Assert.DoesNotContain(3, _state.Tasks.Keys);
    }

    [Fact]
    public void Cancelling_ends_planning_again_at_once()
    {
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));
        Replan(false, Task(2));

        Take(new TurnInput.CancelAsked());
        Replan(true, Task(3));

        Assert.Equal(TurnStatus.Cancelled, Assert.IsType<TurnFinished>(_told[^1]).Status);
        Assert.Equal([2], _effects.OfType<TurnEffect.CancelTask>().Select(cancel => cancel.Task));
    }

    [Fact]
    public void What_only_waits_for_a_task_that_is_held_runs_once_that_is_decided()
    {
        Plan(Task(0), Task(1, 0), Task(2) with { After = [1] });
        Take(Failed(0));
        Assert.Equal(TaskPhase.Blocked, _state.Tasks[2].Phase);

        Replan(true);

        Assert.Equal(TaskPhase.Running, _state.Tasks[2].Phase);
    }

    [Fact]
    public void Late_words_of_the_first_plan_are_not_taken_for_the_new_one()
    {
        var end = new TurnInput.Planned(new PlanReport([new TaskProposed(Task(5))], true));
        Plan(Task(0), Task(1, 0));
        Take(Failed(0));

        Take(end);

        Assert.Equal(ReplanPhase.Planning, _state.Replan.Phase);
        Assert.DoesNotContain(5, _state.Tasks.Keys);
    }

    private void Plan(params PlannedTask[] tasks) => Plan(canReplan: true, null, tasks);

    private void Plan(bool canReplan, JarvisError? error, params PlannedTask[] tasks)
    {
        Take(new TurnInput.Accepted("p", canReplan));
        Take(new TurnInput.Planned(new PlanReport([.. tasks.Select(task => new TaskProposed(task))], true, error)));
    }

    private void Replan(bool finished, params PlannedTask[] tasks) =>
        Take(new TurnInput.Planned(new PlanReport([.. tasks.Select(task => new TaskProposed(task))], finished) { IsReplan = true }));

    /// <summary>What the planner was asked with the second time.</summary>
    private FailedPlan Replanning() => _effects.OfType<TurnEffect.StartPlanning>().Last().Failed!;

    private void Take(params TaskEvent[] events) => Take(new TurnInput.TaskReported([.. events]));

    private void Take(TurnInput input)
    {
        var transition = TurnMachine.Apply(_state, input);
        _state = transition.State;
        _effects.AddRange(transition.Effects);
        _told.AddRange(transition.Effects.OfType<TurnEffect.Emit>().Select(emit => emit.Event));
    }

    private static PlannedTask Task(int id, params int[] of) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = Text(of.Length == 0 ? new TextArgument("a") : new ListArgument([.. of.Select(task => new OutputArgument(task))])),
    };

    private static ImmutableDictionary<string, Argument> Text(Argument value) => ImmutableDictionary<string, Argument>.Empty.Add("text", value);

    private static TaskFailed Failed(int task, JarvisError? error = null) => new(task, error ?? Broken);

    private static TaskSucceeded Succeeded(int task) => new(
        task,
        new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
            "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }]), new ModelId("m"), TimeSpan.FromSeconds(1)));
}
