using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnApprovalTests
{
    [Fact]
    public void A_whole_plan_is_asked_about_once_it_is_complete_and_nothing_runs_before()
    {
        var desk = new TurnDesk(TurnDesk.Everything);

        desk.Tell(new TurnInput.Planned(new PlanReport([new TaskProposed(TurnDesk.Task(0))], false)));
        Assert.Empty(desk.Events.OfType<ApprovalAsked>());
        desk.Plan(TurnDesk.Task(1, 0));

        var asked = Assert.Single(desk.Events.OfType<ApprovalAsked>());
        Assert.Equal([0, 1], asked.Tasks.Select(task => task.Task));
        Assert.Equal((1, 1), (asked.Version, desk.State.PlanVersion));
        Assert.Contains("0 (text-generation)", asked.Reason, StringComparison.Ordinal);
        Assert.IsType<ApprovalAsked>(desk.Events[^1]);
        Assert.Empty(desk.Started);
        Assert.Equal([0, 1], desk.State.ToSummary().Approval!.Tasks.Select(task => task.Task));
    }

    [Fact]
    public void What_is_approved_runs_when_what_it_needs_has_ended()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0));

        desk.Command(new ApproveTasks(1));
        Assert.Equal(["0"], desk.Running);
        desk.Succeed(0);
        Assert.Contains("1", desk.Running);
        desk.Succeed(1);
        desk.Answer();

        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
        Assert.Equal([0, 1], Assert.Single(desk.Events.OfType<ApprovalDecided>()).Tasks.AsEnumerable());
        Assert.Null(desk.State.ToSummary().Approval);
    }

    [Fact]
    public void Named_tasks_are_approved_alone_and_the_rest_goes_on_waiting()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2));

        desk.Command(new ApproveTasks(1) { Tasks = [1] });

        Assert.Equal(["1"], desk.Running);
        Assert.Equal([0, 2], desk.State.PendingApproval()!.Tasks.Select(task => task.Task));
    }

    [Fact]
    public void Only_tasks_above_the_cost_wait_and_what_needs_them()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 0.10m });

        desk.Plan(Costs(0.10m, 0.11m, 0), TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 1));

        Assert.Equal(["0"], desk.Running);
        var asked = Assert.Single(desk.Asked().Tasks);
        Assert.Equal((1, 0.11m, new ModelId("m")), (asked.Task, asked.Cost, asked.Model));
        Assert.Equal("It may cost $0.11 on m, more than $0.10.", asked.Reason);
        Assert.Equal(0.10m, desk.Started[0].Unapproved!.AboveCost);

        desk.Command(new ApproveTasks(1));
        Assert.Null(desk.Started[1].Unapproved);
    }

    [Fact]
    public void A_task_that_maps_costs_as_often_as_it_runs()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 0.10m }).Plan(Costs(0, 0.04m), TurnDesk.Task(0), TurnDesk.Task(1, 0));
        Assert.Empty(desk.Events.OfType<ApprovalAsked>());

        desk.Succeed(0, texts: 3);

        Assert.Empty(desk.Running.Except(["0"]));
        Assert.Equal((1, 0.12m), (desk.Asked().Tasks.Single().Task, desk.Asked().Tasks.Single().Cost));
        desk.Command(new ApproveTasks(desk.Asked().Version));
        Assert.Contains("1", desk.Running);
    }

    [Fact]
    public void What_turns_out_to_cost_more_than_was_approved_is_asked_about_again()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 0.10m }).Plan(Costs(0, 0.20m), TurnDesk.Task(0), TurnDesk.Task(1, 0));
        desk.Command(new ApproveTasks(1));

        desk.Succeed(0, texts: 10);

        Assert.DoesNotContain("1", desk.Running);
        Assert.Equal((2, 2.00m), (desk.Asked().Version, desk.Asked().Tasks.Single().Cost));
        desk.Command(new ApproveTasks(2));
        Assert.Contains("1", desk.Running);
    }

    [Fact]
    public void Only_tasks_with_a_named_side_effect_wait()
    {
        var desk = new TurnDesk(new ApprovalPolicy { SideEffects = [SideEffects.Sends, SideEffects.Writes] });
        var appraisals = ImmutableDictionary<int, TaskAppraisal>.Empty
            .Add(0, new TaskAppraisal(9, [SideEffects.Pays], new ModelId("m")))
            .Add(1, new TaskAppraisal(0, [SideEffects.Sends], new ModelId("m")));

        desk.Plan(appraisals, TurnDesk.Task(0), TurnDesk.Task(1));

        Assert.Equal(["0"], desk.Running);
        Assert.Equal("It has the side effect sends on m.", desk.Asked().Tasks.Single().Reason);
    }

    [Fact]
    public void A_task_of_which_nothing_is_known_is_asked_about()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 100 });

        desk.Plan(TurnDesk.Task(0));

        Assert.Empty(desk.Running);
        Assert.Equal("Nobody can say what it costs and does.", desk.Asked().Tasks.Single().Reason);
    }

    [Fact]
    public void A_number_that_is_proposed_twice_keeps_what_is_known_of_the_first()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 1 });
        desk.Tell(new TurnInput.Planned(new PlanReport([new TaskProposed(TurnDesk.Task(0, 1))], false) { Appraisals = Costs(5) }));

        desk.Tell(new TurnInput.Planned(
            new PlanReport([new TaskProposed(TurnDesk.Task(0)), new TaskProposed(TurnDesk.Task(1))], true) { Appraisals = Costs(0, 0) }));

        Assert.Equal(5, desk.Asked().Tasks.Single().Cost);
    }

    [Fact]
    public void What_is_rejected_is_skipped_with_the_reason_and_the_rest_is_answered()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 1));
        desk.Command(new RejectTasks(1, "too dear") { Tasks = [1] });
        desk.Command(new ApproveTasks(1) { Tasks = [0] });
        desk.Succeed(0);
        desk.Answer();

        var skipped = desk.Events.OfType<TaskSkipped>().ToList();
        Assert.Equal([1, 2], skipped.Select(told => told.Task));
        Assert.Equal("It was rejected: too dear", skipped[0].Error.Message);
        Assert.Contains("task 1", skipped[1].Error.Message, StringComparison.Ordinal);
        Assert.Equal((false, "too dear"), (desk.Events.OfType<ApprovalDecided>().First().Approved, desk.Events.OfType<ApprovalDecided>().First().Reason));
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void A_turn_of_which_all_is_rejected_is_cancelled_and_says_why()
    {
        var desk = new TurnDesk(TurnDesk.Everything, canReplan: true).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0));

        desk.Command(new RejectTasks(1, "no"));
        desk.Answer();

        Assert.Equal((TurnStatus.Cancelled, "It was rejected: no"), (desk.Finished().Status, desk.Finished().Error!.Message));
        Assert.DoesNotContain(desk.Events, told => told is PlanStarted { IsReplan: true });
    }

    [Fact]
    public void An_approval_that_never_comes_ends_with_the_turns_time_and_says_so()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1));

        desk.Tell(new TurnInput.DeadlinePassed());
        desk.Answer();

        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), (desk.Finished().Status, desk.Finished().Error!.Code));
        Assert.Equal("Nobody approved tasks 0 and 1 before the turn's time was up; ask again with more time.", desk.Finished().Error!.Message);
        Assert.Empty(desk.Started);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new ApproveTasks(1)).Code);
    }

    [Fact]
    public void Approving_again_changes_nothing_and_another_version_is_a_conflict()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Command(new ApproveTasks(1));
        var before = desk.Events.Count;

        desk.Command(new ApproveTasks(1));
        desk.Command(new ApproveTasks(1) { Tasks = [1] });

        Assert.Equal(before, desk.Events.Count);
        Assert.Equal(2, desk.Started.Count);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new ApproveTasks(2)).Code);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new RejectTasks(1, "late")).Code);
        Assert.Equal(ErrorCode.NotFound, desk.Refused(new ApproveTasks(1) { Tasks = [7] }).Code);
    }

    [Fact]
    public void Rejecting_again_changes_nothing_and_approving_what_was_rejected_is_a_conflict()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Command(new RejectTasks(1, "no") { Tasks = [0] });
        var before = desk.Events.Count;

        desk.Command(new RejectTasks(1, "no") { Tasks = [0] });

        Assert.Equal(before, desk.Events.Count);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new ApproveTasks(1) { Tasks = [0] }).Code);
    }

    [Fact]
    public void Nothing_can_be_approved_before_somebody_is_asked_or_where_nobody_is()
    {
        var planning = new TurnDesk(TurnDesk.Everything);
        var without = new TurnDesk().Plan(TurnDesk.Task(0));

        Assert.Equal(ErrorCode.Conflict, planning.Refused(new ApproveTasks(0)).Code);
        Assert.Equal(ErrorCode.Conflict, without.Refused(new ApproveTasks(0)).Code);
        Assert.Equal(ErrorCode.Conflict, without.Refused(new EditPlan(0) { Removed = [0] }).Code);
    }

    [Fact]
    public void A_turn_that_needs_no_task_needs_no_approval()
    {
        var desk = new TurnDesk(TurnDesk.Everything);

        desk.Tell(new TurnInput.Planned(new PlanReport([new AnsweredDirectly("Yes.")], true)));

        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void What_is_planned_anew_after_a_failure_is_asked_about_too()
    {
        var desk = new TurnDesk(TurnDesk.Everything, canReplan: true).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0));
        desk.Command(new ApproveTasks(1));

        desk.Fail(0);
        desk.Tell(new TurnInput.Planned(new PlanReport([new TaskProposed(TurnDesk.Task(2))], true) { IsReplan = true }));

        Assert.Equal((2, 2), (desk.Asked().Version, desk.Asked().Tasks.Single().Task));
        Assert.DoesNotContain("2", desk.Running);
        desk.Command(new ApproveTasks(2));
        Assert.Contains("2", desk.Running);
    }

    private static ImmutableDictionary<int, TaskAppraisal> Costs(params decimal[] prices) => prices
        .Select((price, task) => KeyValuePair.Create(task, new TaskAppraisal(price, price > 0 ? [SideEffects.Pays] : [], new ModelId("m"))))
        .ToImmutableDictionary();
}
