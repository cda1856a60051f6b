using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnCommandTests
{
    [Fact]
    public void A_task_that_runs_is_stopped_and_the_turn_is_answered_from_the_rest()
    {
        var desk = new TurnDesk(canReplan: true).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2));

        desk.Command(new CancelTask(0));
        desk.Succeed(0);
        desk.Succeed(2);
        desk.Answer();

        Assert.Equal([nameof(TaskPlanned), nameof(TaskFailed)], desk.Told(0));
        Assert.Equal([nameof(TaskPlanned), nameof(TaskSkipped)], desk.Told(1));
        Assert.Equal(ErrorCode.Cancelled, desk.Events.OfType<TaskFailed>().Single().Error.Code);
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
        Assert.DoesNotContain(desk.Events, told => told is PlanStarted { IsReplan: true });
    }

    [Fact]
    public void A_task_that_waits_is_skipped_when_it_is_cancelled()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2, 1));

        desk.Command(new CancelTask(1));
        desk.Command(new CancelTask(1));

        Assert.Equal([1, 2], desk.Events.OfType<TaskSkipped>().Select(told => told.Task));
        desk.Succeed(0);
        desk.Answer();
        Assert.Equal(TurnStatus.Cancelled, desk.Finished().Status);
    }

    [Fact]
    public void Every_task_of_a_cancelled_turn_is_told_to_have_ended()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2));
        desk.Succeed(2);

        desk.Tell(new TurnInput.CancelAsked());

        Assert.Equal([nameof(TaskPlanned), nameof(TaskFailed)], desk.Told(0));
        Assert.Equal([nameof(TaskPlanned), nameof(TaskSkipped)], desk.Told(1));
        Assert.Equal([nameof(TaskPlanned), nameof(TaskSucceeded)], desk.Told(2));
        Assert.Equal(TurnStatus.Cancelled, desk.Finished().Status);
    }

    [Fact]
    public void A_failed_task_of_an_open_turn_is_run_again_in_place_with_what_was_skipped_for_it()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2));
        desk.Fail(0);

        desk.Command(new RetryTask(0));
        desk.Succeed(0, retry: 1);
        desk.Succeed(1, retry: 1);
        desk.Succeed(2);
        desk.Answer();

        Assert.Equal(["0", "2", "0.1", "1.1"], desk.Started.Select(started => $"{started.Id}"["local/c/1/".Length..]));
        Assert.Equal([nameof(TaskPlanned), nameof(TaskFailed), nameof(TaskRetried), nameof(TaskSucceeded)], desk.Told(0));
        Assert.Equal([nameof(TaskPlanned), nameof(TaskSkipped), nameof(TaskRetried), nameof(TaskSucceeded)], desk.Told(1));
        Assert.Equal([0, 1], desk.Events.OfType<TaskSucceeded>().Where(told => told.Retry == 1).Select(told => told.Task));
        Assert.DoesNotContain(desk.Events, told => told is TurnReopened);
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void A_turn_that_has_ended_is_opened_again_uses_what_succeeded_and_is_answered_anew()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0), TurnDesk.Task(2, 1));
        desk.Succeed(0);
        desk.Fail(1);
        desk.Answer();
        Assert.Equal(TurnStatus.Failed, desk.Finished().Status);
        var (counted, ended) = (desk.State.Uncounted, desk.Events.Count);

        desk.Command(new RetryTask(1));
        Assert.Equal((TurnDesk.Later, TurnStatus.Open, TurnUsage.None), (desk.State.Deadline, desk.State.Status, desk.State.Uncounted));
        desk.Succeed(1, retry: 1);
        desk.Succeed(2, retry: 1);
        desk.Answer();

        Assert.IsType<TurnReopened>(desk.Events[ended]);
        Assert.Single(desk.Started, started => started.Id.Number == 0);
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
        Assert.Equal(2, desk.Events.OfType<TurnFinished>().Count());
        Assert.Equal(2, desk.Answers);
        Assert.Equal("Done.", desk.State.Answer!.Text);
        Assert.Equal((1, 2, 3), (counted.Models.Calls, desk.State.Uncounted.Models.Calls, desk.State.Usage.Models.Calls));
    }

    [Fact]
    public void A_cancelled_turn_can_be_taken_up_again_where_it_stopped()
    {
        var desk = new TurnDesk();
        desk.Tell(new TurnInput.Planned(new PlanReport([new TaskProposed(TurnDesk.Task(0)), new TaskProposed(TurnDesk.Task(1, 0))], false)));
        desk.Tell(new TurnInput.CancelAsked());

        desk.Command(new RetryTask(0));
        desk.Succeed(0);
        desk.Succeed(0, retry: 1);
        desk.Succeed(1, retry: 1);
        desk.Answer();

        // Its plan was never told to be complete, and is what it is.
        Assert.Equal(2, Assert.Single(desk.Events.OfType<PlanFinished>()).Tasks);
        Assert.Equal(TurnStatus.Answered, desk.Finished().Status);
    }

    [Fact]
    public void What_was_skipped_for_another_reason_too_stays_skipped()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 0, 1), TurnDesk.Task(3, 0));
        desk.Fail(0);
        desk.Fail(1);
        desk.Answer();

        desk.Command(new RetryTask(0));

        Assert.Equal([0, 3], desk.Events.OfType<TaskRetried>().Select(told => told.Task));
        Assert.Equal(TaskPhase.Skipped, desk.State.Tasks[2].Phase);
        var refused = desk.Refused(new RetryTask(2));
        Assert.Equal(ErrorCode.Conflict, refused.Code);
        Assert.Contains("retry that one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_rejected_stays_rejected_when_another_task_is_retried_and_is_asked_about_when_it_is_itself()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1, 0));
        desk.Command(new RejectTasks(1, "no") { Tasks = [1] });
        desk.Command(new ApproveTasks(1) { Tasks = [0] });
        desk.Fail(0);
        desk.Answer();

        desk.Command(new RetryTask(0));
        Assert.Equal([0], desk.Events.OfType<TaskRetried>().Select(told => told.Task));
        Assert.Contains("0.1", desk.Running);
        desk.Succeed(0, retry: 1);
        desk.Answer();

        desk.Command(new RetryTask(1));
        Assert.Equal((2, 1), (desk.Asked().Version, desk.Asked().Tasks.Single().Task));
        Assert.DoesNotContain("1.1", desk.Running);
        desk.Command(new ApproveTasks(2));
        Assert.Contains("1.1", desk.Running);
    }

    [Fact]
    public void A_retry_of_what_runs_changes_nothing_and_of_what_succeeded_is_a_conflict()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Succeed(0);
        var before = desk.Events.Count;

        desk.Command(new RetryTask(1));

        Assert.Equal(before, desk.Events.Count);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new RetryTask(0)).Code);
        Assert.Equal(ErrorCode.NotFound, desk.Refused(new RetryTask(9)).Code);
        Assert.Equal(ErrorCode.NotFound, desk.Refused(new CancelTask(9)).Code);
    }

    [Fact]
    public void Nothing_is_retried_while_the_answer_is_written()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0));
        desk.Fail(0);

        var refused = desk.Refused(new RetryTask(0));

        Assert.Equal((ErrorCode.Conflict, true), (refused.Code, refused.Retryable));
    }

    [Fact]
    public void What_an_earlier_run_tells_late_is_not_taken_for_the_new_one()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        desk.Command(new CancelTask(0));
        desk.Command(new RetryTask(0));

        desk.Succeed(0);
        Assert.Equal(TaskPhase.Running, desk.State.Tasks[0].Phase);
        desk.Fail(0, retry: 2);
        Assert.Equal(TaskPhase.Running, desk.State.Tasks[0].Phase);
        desk.Succeed(0, retry: 1);

        Assert.Equal(TaskPhase.Succeeded, desk.State.Tasks[0].Phase);
    }

    [Fact]
    public void A_retried_task_is_waited_for_again_by_what_only_waits_for_it()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 1) with { After = [0] });
        desk.Fail(0);
        desk.Command(new RetryTask(0));

        desk.Succeed(1);
        Assert.DoesNotContain("2", desk.Running);
        desk.Fail(0, retry: 1);

        Assert.Contains("2", desk.Running);
    }

    [Fact]
    public void A_task_that_is_retried_is_not_planned_around()
    {
        var desk = new TurnDesk(canReplan: true).Plan(TurnDesk.Task(0), TurnDesk.Task(1), TurnDesk.Task(2, 0));
        desk.Fail(0);
        Assert.Equal(TaskPhase.Held, desk.State.Tasks[2].Phase);

        desk.Command(new RetryTask(0));
        desk.Succeed(1);
        desk.Succeed(0, retry: 1);

        Assert.DoesNotContain(desk.Events, told => told is PlanStarted { IsReplan: true });
        Assert.Contains("2", desk.Running);
    }

    [Fact]
    public void One_key_is_one_command_and_gives_the_same_receipt_also_when_the_turn_has_ended()
    {
        var desk = new TurnDesk(TurnDesk.Everything).Plan(TurnDesk.Task(0), TurnDesk.Task(1));
        var edit = new EditPlan(1) { Tasks = [TurnDesk.Task(1, "b")], IdempotencyKey = "k" };
        var receipt = desk.Command(edit);
        var before = desk.Events.Count;

        Assert.Equal(receipt, desk.Command(edit with { Tasks = [TurnDesk.Task(1, "b")] }));
        Assert.Equal(before, desk.Events.Count);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(edit with { Tasks = [TurnDesk.Task(1, "c")] }).Code);
        Assert.Equal(ErrorCode.Conflict, desk.Refused(new CancelTask(1) { IdempotencyKey = "k" }).Code);
        desk.Tell(new TurnInput.CancelAsked());
        Assert.Equal(receipt, desk.Command(edit));
        Assert.Equal(TurnPhase.Ended, desk.State.Phase);
    }

    [Fact]
    public void A_retry_that_is_sent_twice_opens_the_turn_once()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0));
        desk.Fail(0);
        desk.Answer();
        var retry = new RetryTask(0) { IdempotencyKey = "k" };
        desk.Command(retry);
        desk.Fail(0, retry: 1);
        desk.Answer();

        desk.Command(retry);

        Assert.Single(desk.Events.OfType<TurnReopened>());
        Assert.Equal(TurnPhase.Ended, desk.State.Phase);
    }

    [Fact]
    public void Only_the_newest_keys_are_remembered()
    {
        var desk = new TurnDesk().Plan(TurnDesk.Task(0));
        for (var i = 0; i <= ConversationHead.MaxKeys; i++)
        {
            desk.Command(new CancelTask(0) { IdempotencyKey = $"c{i}" });
            desk.Answer();
            desk.Command(new RetryTask(0) { IdempotencyKey = $"r{i}" });
        }

        Assert.Equal(ConversationHead.MaxKeys, desk.State.Receipts.Length);
        Assert.Equal($"r{ConversationHead.MaxKeys}", desk.State.Receipts[^1].Key);
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_command_that_cannot_be_is_refused_with_what_to_do(TurnCommand command, ErrorCode code)
    {
        var refused = Assert.Throws<JarvisException>(() => TurnCommandCheck.Require(command));

        Assert.Equal(code, refused.Code);
    }

    public static TheoryData<TurnCommand, ErrorCode> Impossible => new()
    {
        { new CancelTask(0) { IdempotencyKey = "" }, ErrorCode.InvalidRequest },
        { new CancelTask(0) { IdempotencyKey = new string('k', 201) }, ErrorCode.InvalidRequest },
        { new RejectTasks(1, " "), ErrorCode.InvalidRequest },
        { new RejectTasks(1, null!), ErrorCode.InvalidRequest },
        { new RejectTasks(1, new string('r', 2049)), ErrorCode.TooLarge },
        { new ApproveTasks(1) { Tasks = [.. Enumerable.Range(0, 1025)] }, ErrorCode.TooLarge },
        { new EditPlan(1), ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [null!] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [new PlannedTask(0, null!)] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(null!)] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(new ListArgument(default))] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(new ListArgument([null!]))] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(new ListArgument([new ListArgument([])]))] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(new TextArgument(null!))] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [With(new ResourceArgument(default))] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Tasks = [TurnDesk.Task(0)], Removed = [0] }, ErrorCode.InvalidRequest },
        { new EditPlan(1) { Removed = [.. Enumerable.Range(0, 1025)] }, ErrorCode.TooLarge },
    };

    private static PlannedTask With(Argument argument) =>
        TurnDesk.Task(0) with { Arguments = TurnDesk.Task(0).Arguments.SetItem("text", argument) };
}
