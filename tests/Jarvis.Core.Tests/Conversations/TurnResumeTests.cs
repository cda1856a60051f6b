using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Core.Tests.Planning;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnResumeTests
{
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TurnInput.Resumed Resumed = new(Deadline.AddMinutes(-5), "another planner", CanReplan: true);

    [Fact]
    public void Planning_is_asked_for_again_and_what_was_said_of_it_is_forgotten()
    {
        var turn = Planned(
            new TaskProposed(PlanNotation.Task("0 text-generation(text=a)")),
            new TaskProposed(PlanNotation.Task("3 text-generation(text=2)")),
            new TaskProposed(PlanNotation.Task("9 no-such-type(text=a)")),
            new PartDropped("part", "reason"),
            new PlanNoted("note"),
            new AnsweredDirectly("direct"));

        var again = TurnMachine.Apply(turn, Resumed);

        Assert.Collection(
            Told(again),
            happened => Assert.IsType<TurnResumed>(happened),
            happened => Assert.Equal(("another planner", false), (Assert.IsType<PlanStarted>(happened).Planner, ((PlanStarted)happened).IsReplan)));
        Assert.Null(Assert.Single(again.Effects.OfType<TurnEffect.StartPlanning>()).Failed);
        Assert.Equal(0, Assert.Single(again.Effects.OfType<TurnEffect.StartTask>()).Assignment.Id.Number);
        Assert.Single(again.Effects.OfType<TurnEffect.WatchDeadline>());
        Assert.Empty(again.State.Dropped);
        Assert.Empty(again.State.Notes);
        Assert.Null(again.State.DirectAnswer);
        var finished = Plan(again.State, finished: true);
        Assert.Empty(Told(finished).OfType<PlanFinished>().Single().Dropped);
    }

    [Fact]
    public void Tasks_that_run_are_handed_over_again_when_a_host_is_lost_and_nothing_else_happens()
    {
        var turn = Planned(
            new TaskProposed(PlanNotation.Task("0 text-generation(text=a)")),
            new TaskProposed(PlanNotation.Task("1 text-generation(text=b)")),
            new TaskProposed(PlanNotation.Task("2 text-generation(text=1)")));
        turn = Succeed(turn, 0);

        var again = TurnMachine.Apply(turn, new TurnInput.HostLost());

        Assert.Equal(1, Assert.IsType<TurnEffect.StartTask>(Assert.Single(again.Effects)).Assignment.Id.Number);
        Assert.Same(turn, again.State);
    }

    [Fact]
    public void A_task_that_the_planner_says_again_is_neither_planned_twice_nor_dropped()
    {
        var turn = TurnMachine.Apply(Planned(new TaskProposed(PlanNotation.Task("0 text-generation(text=a)"))), Resumed).State;

        var again = Plan(
            turn, finished: true, new TaskProposed(PlanNotation.Task("0 text-generation(text=other)")), new TaskProposed(PlanNotation.Task("1 text-generation(text=0)")));

        Assert.Equal([1], Told(again).OfType<TaskPlanned>().Select(planned => planned.Task));
        Assert.Empty(Told(again).OfType<PlanFinished>().Single().Dropped);
        Assert.Equal("a", ((TextArgument)again.State.Tasks[0].Planned.Arguments["text"]).Text);
    }

    [Fact]
    public void A_number_that_is_used_twice_in_the_plan_that_was_begun_again_is_dropped_as_ever()
    {
        var turn = TurnMachine.Apply(Planned(), Resumed).State;

        var again = Plan(
            turn, finished: true, new TaskProposed(PlanNotation.Task("0 text-generation(text=a)")), new TaskProposed(PlanNotation.Task("0 text-generation(text=b)")));

        Assert.Contains("already is a task 0", Told(again).OfType<PlanFinished>().Single().Dropped.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_was_begun_is_forgotten_and_asked_for_again()
    {
        var turn = Succeed(Plan(Planned(new TaskProposed(PlanNotation.Task("0 text-generation(text=a)"))), finished: true).State, 0);
        turn = TurnMachine.Apply(turn, new TurnInput.Answered(new AnswerReport("So fa", false))).State;

        var again = TurnMachine.Apply(turn, Resumed);
        var end = TurnMachine.Apply(again.State, new TurnInput.Answered(new AnswerReport("All of it.", true)));

        Assert.IsType<TurnResumed>(Assert.Single(Told(again)));
        Assert.Single(Assert.Single(again.Effects.OfType<TurnEffect.StartAnswer>()).Request.Outcomes);
        Assert.Equal("All of it.", Told(end).OfType<AnswerFinished>().Single().Answer.Text);
    }

    [Fact]
    public void A_deadline_that_has_passed_stops_what_runs_and_leaves_time_to_answer_from_what_there_is()
    {
        var turn = Plan(
            Planned(new TaskProposed(PlanNotation.Task("0 text-generation(text=a)")), new TaskProposed(PlanNotation.Task("1 text-generation(text=b)"))),
            finished: true).State;
        turn = Succeed(turn, 0);

        var late = TurnMachine.Apply(turn, Resumed with { Now = Deadline.AddHours(1) });

        Assert.Equal(1, Assert.Single(late.Effects.OfType<TurnEffect.CancelTask>()).Task);
        Assert.Empty(late.Effects.OfType<TurnEffect.StartTask>());
        Assert.Equal(ErrorCode.DeadlineExceeded, Told(late).OfType<TaskFailed>().Single().Error.Code);
        Assert.Single(late.Effects.OfType<TurnEffect.StartAnswer>());
        Assert.Equal(Deadline.AddHours(1) + TurnMachine.AnswerTime, late.State.Deadline);
    }

    [Fact]
    public void A_clock_that_was_set_back_gives_no_more_time_than_the_turn_had()
    {
        var back = TurnMachine.Apply(Planned(), Resumed with { Now = Deadline.AddDays(-1), LongestRest = TimeSpan.FromMinutes(10) });

        Assert.Equal(Deadline.AddDays(-1).AddMinutes(10), back.State.Deadline);
    }

    [Fact]
    public void A_clock_that_was_set_back_leaves_what_was_left_when_something_was_told_last()
    {
        var turn = Planned() with { LastEvents = [new TurnResumed { At = Deadline.AddSeconds(-20) }] };

        var back = TurnMachine.Apply(turn, Resumed with { Now = Deadline.AddDays(-1), LongestRest = TimeSpan.FromMinutes(10) });

        Assert.Equal(Deadline.AddDays(-1).AddSeconds(20), back.State.Deadline);
    }

    [Fact]
    public void A_planner_that_cannot_plan_on_is_not_asked_to()
    {
        var turn = TurnMachine.Apply(New(), new TurnInput.Accepted("p", CanReplan: true)).State;
        turn = Plan(
            turn,
            finished: true,
            new TaskProposed(PlanNotation.Task("0 text-generation(text=a)")),
            new TaskProposed(PlanNotation.Task("1 text-generation(text=0)"))).State;
        turn = TurnMachine.Apply(turn, new TurnInput.TaskReported([new TaskFailed(0, new JarvisError(ErrorCode.ModelFailed, "No."))])).State;
        Assert.Equal(ReplanPhase.Planning, turn.Replan.Phase);

        var again = TurnMachine.Apply(turn, Resumed with { CanReplan = false });

        Assert.Empty(again.Effects.OfType<TurnEffect.StartPlanning>());
        Assert.Equal(1, Told(again).OfType<TaskSkipped>().Single().Task);
        Assert.Single(again.Effects.OfType<TurnEffect.StartAnswer>());
    }

    [Fact]
    public void A_turn_that_has_ended_is_not_taken_up_again()
    {
        var turn = TurnMachine.Apply(Planned(), new TurnInput.CancelAsked()).State;

        var again = TurnMachine.Apply(turn, Resumed);

        Assert.Same(turn, again.State);
        Assert.Empty(again.Effects);
    }

    private static TurnState New() => new(TurnId.Parse("local/c/1"), new TurnRequest("do it"), Deadline)
    {
        Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default),
    };

    private static TurnState Planned(params PlanStep[] steps) =>
        Plan(TurnMachine.Apply(New(), new TurnInput.Accepted("p")).State, finished: false, steps).State;

    private static TurnTransition Plan(TurnState turn, bool finished, params PlanStep[] steps) =>
        TurnMachine.Apply(turn, new TurnInput.Planned(new PlanReport([.. steps], finished)));

    private static TurnState Succeed(TurnState turn, int task) => TurnMachine.Apply(turn, new TurnInput.TaskReported(
    [
        new TaskSucceeded(task, new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty, new ModelId("m"), TimeSpan.Zero)),
    ])).State;

    private static List<ConversationEvent> Told(TurnTransition transition) =>
        [.. transition.Effects.OfType<TurnEffect.Emit>().Select(emit => emit.Event)];
}
