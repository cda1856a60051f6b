using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnEditTests
{
    [Fact]
    public void A_plan_that_was_changed_is_asked_about_anew_and_runs_as_it_is_now()
    {
        var desk = Waiting();

        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(0, "b"), TurnDesk.Task(3, 0)], Removed = [1, 2] });

        var edited = Assert.Single(desk.Events.OfType<PlanEdited>());
        Assert.Equal((2, "0,3", "1,2"), (edited.Version, string.Join(',', edited.Tasks.Select(task => task.Id)), string.Join(',', edited.Removed)));
        Assert.Equal((3, "0,3"), (desk.Asked().Version, string.Join(',', desk.Asked().Tasks.Select(task => task.Task))));
        Assert.Empty(desk.Started);
        desk.Command(new ApproveTasks(3));
        Assert.Equal("b", desk.Started.Single().Inputs["text"].Single().Text);
        desk.Succeed(0);
        desk.Succeed(3);
        desk.Answer();
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void Of_two_who_change_the_same_version_the_second_is_told()
    {
        var desk = Waiting();
        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(0, "b")] });

        var refused = desk.Refused(new EditPlan(1) { Tasks = [TurnDesk.Task(0, "c")] });

        Assert.Equal(ErrorCode.Conflict, refused.Code);
        Assert.Equal("The plan is at version 3, not 1; look at it again and decide about that.", refused.Message);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new ApproveTasks(1)).Code);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_and_nothing_is_changed()
    {
        var desk = Waiting();

        var refused = desk.Refused(new EditPlan(1)
        {
            Tasks = [TurnDesk.Task(5, 9), new PlannedTask(6, "text-generatoin"), TurnDesk.Task(7, 8), TurnDesk.Task(8, 7)],
            Removed = [1, 44],
        });

        Assert.Equal(ErrorCode.PlanInvalid, refused.Code);
        foreach (var fault in new[] { "no task 44", "(task 2)", "(task 5)", "did you mean 'text-generation'?", "Tasks 7 and 8 wait for each other", "Nothing was changed" })
        {
            Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_long_list_of_faults_is_cut_off()
    {
        var refused = Waiting().Refused(new EditPlan(1) { Tasks = [.. Enumerable.Range(10, 30).Select(id => new PlannedTask(id, "x"))] });

        Assert.Contains("22 more things are wrong.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_as_big_after_an_edit_as_a_planner_may_make_it()
    {
        var refused = Waiting().Refused(new EditPlan(1) { Tasks = [.. Enumerable.Range(10, 64).Select(id => TurnDesk.Task(id))] });

        Assert.Equal(ErrorCode.PlanInvalid, refused.Code);
        Assert.Contains("at most 64 tasks", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_keeps_at_least_one_task()
    {
        var refused = Waiting().Refused(new EditPlan(1) { Removed = [0, 1, 2] });

        Assert.Equal(ErrorCode.PlanInvalid, refused.Code);
        Assert.Contains("reject the plan instead", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_begun_stays_as_it_is()
    {
        var desk = Waiting();
        desk.Command(new ApproveTasks(1) { Tasks = [0] });

        Assert.Contains("Task 0 has begun", desk.Refused(new EditPlan(1) { Tasks = [TurnDesk.Task(0, "b")] }).Message, StringComparison.Ordinal);
        Assert.Contains("Task 0 has begun", desk.Refused(new EditPlan(1) { Removed = [0] }).Message, StringComparison.Ordinal);
        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(4, 0)] });
        Assert.Contains("0", desk.Running);
    }

    [Fact]
    public void An_approval_of_a_task_does_not_cover_what_is_put_in_its_place()
    {
        var desk = Waiting();
        desk.Command(new ApproveTasks(1) { Tasks = [0, 1] });

        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(1, "other")] });

        Assert.DoesNotContain("1", desk.Running);
        Assert.Equal([1, 2], desk.State.PendingApproval()!.Tasks.Select(asked => asked.Task));
    }

    [Fact]
    public void A_new_task_cannot_take_what_a_failed_one_did_not_give()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Command(new ApproveTasks(1) { Tasks = [0] });
        desk.Fail(0);

        var refused = desk.Refused(new EditPlan(1) { Tasks = [TurnDesk.Task(4, 0)] });

        Assert.Equal(ErrorCode.PlanInvalid, refused.Code);
        Assert.Contains("task 0 gave no result to take", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_no_approval_runs_as_soon_as_it_is_put_into_the_plan()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 1 });
        desk.Plan(ImmutableDictionary<int, TaskAppraisal>.Empty.Add(0, new TaskAppraisal(2, [])), TurnDesk.Task(0));

        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(1)] }, ImmutableDictionary<int, TaskAppraisal>.Empty.Add(1, new TaskAppraisal(0, [])));

        Assert.Equal(["1"], desk.Running);
        Assert.Equal([0], desk.Asked().Tasks.Select(asked => asked.Task));
    }

    [Fact]
    public void A_turn_goes_on_by_itself_when_an_edit_leaves_nothing_to_approve()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 1 });
        desk.Plan(ImmutableDictionary<int, TaskAppraisal>.Empty.Add(0, new TaskAppraisal(2, [])).Add(1, new TaskAppraisal(0, [])), TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Succeed(1);

        desk.Command(new EditPlan(1) { Removed = [0] });
        desk.Answer();

        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void Who_waits_for_whom_is_worked_out_anew()
    {
        var desk = new TurnDesk(new ApprovalPolicy { AboveCost = 1 });
        var appraisals = Enumerable.Range(0, 3).ToImmutableDictionary(id => id, id => new TaskAppraisal(id == 2 ? 2 : 0, []));
        desk.Plan(appraisals, TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 0, 1));
        desk.Succeed(0);

        desk.Command(new EditPlan(1) { Tasks = [TurnDesk.Task(2, 0)] }, ImmutableDictionary<int, TaskAppraisal>.Empty.Add(2, new TaskAppraisal(0, [])));

        // It does not wait for task 1 any more, which still runs.
        Assert.Contains("2", desk.Running);
        desk.Fail(1);
        desk.Succeed(2);
        desk.Answer();
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    private static TurnDesk Waiting() => new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2, 1));
}
