using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>What is checked, and what a store makes of a state.</summary>
internal sealed partial class CommandWorld
{
    private void AssertMayStart(TaskAssignment assignment, TurnState after)
    {
        var entry = after.Tasks[assignment.Id.Number];
        Assert.True(_started.Add(assignment.Id), $"{assignment.Id} was started twice.");
        Assert.All(entry.Planned.Dependencies(), needed => Assert.True(after.Tasks[needed].HasEnded));
        var needs = _model.Find(assignment.Id.Number)!.NeedsApproval;
        Assert.True(!needs || _model.Find(assignment.Id.Number)!.Approved, $"{assignment.Id} was started without approval.");
        Assert.Equal(_policy is null || needs, assignment.Unapproved is null);
    }

    private void AssertAgree()
    {
        Assert.Equal(_model.Status, _state.Status);
        Assert.Equal(_model.Ended, _state.Phase == TurnPhase.Ended);
        Assert.True(_model.Ended || _model.Answering == (_state.Phase == TurnPhase.Answering));
        Assert.Equal(_model.Version, _state.PlanVersion);
        Assert.Equal(_model.Tasks.Select(Describe), _state.Order.Order().Select(number => Describe(_state.Tasks[number])));
        Assert.Equal(_model.Tasks.Where(task => task.IsPending).Select(task => task.Id), Pending());
        Assert.Equal((_model.Calls, _model.UncountedCalls), (_state.Usage.Models.Calls, _state.Uncounted.Models.Calls));
    }

    private IEnumerable<int> Pending() => _state.PendingApproval() is { } pending ? pending.Tasks.Select(asked => asked.Task).Order() : [];

    /// <summary>Each run of a task that is in the plan ended once; what is kept of the events has no gap, and as many ends as openings.</summary>
    private void AssertTold()
    {
        foreach (var task in _model.Tasks)
        {
            Assert.All(Enumerable.Range(0, task.Retry + 1), retry => Assert.Contains(Id.Task(task.Id, retry), _ended));
        }

        Assert.All(_started, started => Assert.Contains(started, _ended));
        var told = Read();
        Assert.Equal(Enumerable.Range(1, told.Count).Select(number => (long)number), told.Select(happened => happened.Sequence));
        Assert.Equal(_model.Openings, told.OfType<TurnFinished>().Count());
        Assert.Equal(_model.Openings - 1, told.OfType<TurnReopened>().Count());
        Assert.IsType<TurnFinished>(told[^1]);
    }

    private List<ConversationEvent> Read()
    {
        var told = new List<ConversationEvent>();
        _log = Open();
        var reader = _log.ReadAsync(0, default).GetAsyncEnumerator();
        while (told.Count < _log.LastSequence)
        {
            Assert.True(reader.MoveNextAsync().AsTask().IsCompletedSuccessfully);
            told.Add(reader.Current);
        }

        return told;
    }

    private EventLog Open()
    {
        var opening = EventLog.OpenAsync(_store, Id.Conversation, 0, default);
        Assert.True(opening.IsCompletedSuccessfully);
        return opening.GetAwaiter().GetResult();
    }

    private static (int, string, int, bool) Describe(ModelTask task) => (task.Id, $"{task.Phase}", task.Retry, task.Stopped);

    private static (int, string, int, bool) Describe(TaskEntry entry) => (
        entry.Planned.Id,
        entry.Phase switch
        {
            TaskPhase.Blocked => nameof(ModelPhase.Waiting),
            TaskPhase.Succeeded => nameof(ModelPhase.Done),
            var phase => $"{phase}",
        },
        entry.Retry,
        entry.Stopped);
}
