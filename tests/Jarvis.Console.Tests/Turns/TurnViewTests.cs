using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Console.Plans;
using Jarvis.Gateway.Console.Turns;

namespace Jarvis.Console.Tests.Turns;

public sealed class TurnViewTests
{
    private static readonly JarvisError Hoarse = new(ErrorCode.ModelFailed, "The voice is hoarse.");

    [Fact]
    public void Queued_retrying_and_waiting_for_somebody_are_told_apart()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1), Story.Planned(2));
        story.Tell(
            Story.Chosen(0),
            Story.Chosen(1), new TaskStarted(1, Story.Model, 1), new TaskWaiting(1, "again soon", TimeSpan.FromSeconds(1)),
            new ApprovalAsked("Task 2 sends") { Version = 1, Tasks = [new TaskApproval(2, "it sends")] });

        Assert.Equal([StepState.Queued, StepState.Retrying, StepState.Asking], story.Turn.Tasks.Select(task => task.Phase));
        Assert.Equal("Waits for you", story.Turn.Stage);
    }

    [Fact]
    public void A_task_that_is_run_again_keeps_its_attempts_and_begins_its_time_anew()
    {
        var story = new Story().Tell(
            new TurnAccepted("do it", []), Story.Planned(0), Story.Chosen(0), new TaskStarted(0, Story.Model, 1), new TaskFailed(0, Hoarse), new TurnFinished(TurnStatus.Answered));
        Assert.Equal("Answered, 1 task failed", story.Turn.Stage);

        story.Tell(new TurnReopened(), new TaskRetried(0), Story.Chosen(0), new TaskStarted(0, Story.Model, 1), Story.Done(0, "said"), new TurnFinished(TurnStatus.Answered));

        var task = story.Turn.Tasks.Single();
        Assert.Equal([StepState.Failed, StepState.Done], task.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(1), task.Took(Story.Start.AddHours(1)));
        Assert.Equal("Answered", story.Turn.Stage);
        Assert.Null(task.Error);
    }

    [Fact]
    public void The_timeline_shows_waits_and_every_attempt_and_not_the_time_in_between()
    {
        var story = new Story().Tell(
            new TurnAccepted("do it", []), Story.Planned(0), Story.Chosen(0), new TaskStarted(0, Story.Model, 1), new TaskFailed(0, Hoarse), new TurnFinished(TurnStatus.Failed));
        story.Tell(new TurnReopened(), new TaskRetried(0), Story.Chosen(0), new TaskStarted(0, Story.Model, 1), Story.Done(0, "said"), new TurnFinished(TurnStatus.Answered));

        var timeline = Timeline.Of(story.Turn, Story.Start.AddHours(1));

        Assert.Equal(
            [("waiting", 2, 3), ("failed", 3, 4), ("waiting", 8, 9), ("running", 9, 10)],
            timeline.Rows.Single().Bars.Select(bar => (bar.Kind, (int)bar.From.TotalSeconds, (int)bar.To.TotalSeconds)));
        Assert.Equal(TimeSpan.FromSeconds(11), timeline.Length);
    }

    [Fact]
    public void An_answer_that_begins_anew_shows_nothing_of_the_pieces_before()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), new AnswerDelta("half an ans"), new TurnResumed(), new AnswerDelta("all of it"));

        Assert.Equal("all of it", story.Turn.Text);
    }

    [Fact]
    public void What_is_left_when_a_turn_is_stopped_is_stopped()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Chosen(0), new TaskStarted(0, Story.Model, 1), new TurnFinished(TurnStatus.Cancelled));

        var task = story.Turn.Tasks.Single();
        Assert.Equal(StepState.Stopped, task.Phase);
        Assert.NotNull(task.Attempts.Single().End);
    }

    [Fact]
    public void A_long_conversation_keeps_its_newest_turns_and_the_one_that_is_looked_at()
    {
        var view = new ConversationView { Kept = 3 };

        for (var turn = 1; turn <= 100; turn++)
        {
            view.Apply(new TurnAccepted($"turn {turn}", []) { Turn = turn, Sequence = turn });
        }

        Assert.Equal([3, .. Enumerable.Range(101 - ConversationView.MaxTurns, ConversationView.MaxTurns)], view.Turns.Select(turn => turn.Number));
        Assert.Equal(100, view.Sequence);
    }

    [Fact]
    public void An_edited_plan_asks_for_what_it_still_has_to_ask_and_for_nothing_of_the_plan_before()
    {
        var asked = new ApprovalAsked("Task 1 sends") { Version = 1, Tasks = [new TaskApproval(1, "it sends")] };
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1), asked);

        story.Tell(new PlanEdited(2, [], [1]));
        Assert.Null(story.Turn.Approval);

        story.Tell(new PlanEdited(3, [Story.Planned(1).Planned], []), asked with { Version = 4 });
        Assert.Equal(4, story.Turn.Approval!.Version);
    }

    [Fact]
    public void Only_files_of_the_turn_are_led_to()
    {
        var story = new Story().Tell(new TurnAccepted("do it", [Story.File("mine")]));

        Assert.True(story.Turn.Has(Story.File("mine").Id));
        Assert.False(story.Turn.Has(Story.File("another's").Id));
    }
}
