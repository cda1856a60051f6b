using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Chaos;

/// <summary>Checks what was seen against what must hold. Knows nothing of how the host works.</summary>
internal static class Checker
{
    /// <summary>What a kill must not have touched: all that was acknowledged or shown is in the file that it left.</summary>
    internal static void AfterKill(History history, StateCopy left, IReadOnlyDictionary<string, List<ConversationEvent>> kept)
    {
        if (left.Damage() is { } damage)
        {
            history.Faults.Add(damage);
        }

        foreach (var (conversation, seen) in history.Seen)
        {
            var events = kept.GetValueOrDefault(conversation, []);
            foreach (var (sequence, json) in seen.Where(seen => seen.Key > events.Count || events[(int)seen.Key - 1].GetType() != History.Read(seen.Value).GetType()))
            {
                history.Faults.Add($"Event {sequence} of {conversation} was shown and is not kept: {json}");
            }
        }
    }

    /// <summary>The texts of the runs that belong to tasks which are recorded as finished.</summary>
    internal static IEnumerable<string> FinishedRuns(IReadOnlyDictionary<string, List<ConversationEvent>> kept)
    {
        foreach (var events in kept.Values)
        {
            var requests = events.OfType<TurnAccepted>().ToDictionary(accepted => accepted.Turn, accepted => Scenario.Parse(accepted.Request));
            foreach (var done in events.OfType<TaskSucceeded>())
            {
                var (kind, key) = requests[done.Turn];
                foreach (var text in Scenario.RunsOf(kind, key, done.Task))
                {
                    yield return text;
                }
            }
        }
    }

    /// <summary>What must hold of all events of a conversation when everything has ended.</summary>
    internal static void AtEnd(History history, string conversation, List<ConversationEvent> events)
    {
        void Fault(string what) => history.Faults.Add($"{conversation}: {what}");

        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Sequence != i + 1)
            {
                Fault($"The event after {i} has the number {events[i].Sequence}.");
                return;
            }
        }

        foreach (var key in events.OfType<TurnAccepted>().GroupBy(accepted => accepted.Request).Where(group => group.Count() > 1))
        {
            Fault($"'{key.Key}' became {key.Count()} turns.");
        }

        foreach (var turn in events.GroupBy(happened => happened.Turn))
        {
            Turn(history, turn.ToList(), what => Fault($"turn {turn.Key}: {what}"));
        }

        foreach (var (key, (turn, sequence)) in history.Accepted.Where(accepted => history.Asked[accepted.Key].Conversation == conversation))
        {
            if (events.ElementAtOrDefault((int)sequence - 1) is not TurnAccepted accepted || accepted.Turn != turn || Scenario.Parse(accepted.Request).Key != key)
            {
                Fault($"Turn {turn} was accepted for {key} with event {sequence}, which is something else.");
            }
        }
    }

    /// <summary>What must hold of the files when everything has ended and what nobody needs was removed.</summary>
    internal static void AfterCollection(
        History history, StoredFiles files, IReadOnlySet<string> named, IReadOnlyDictionary<string, List<ConversationEvent>> kept)
    {
        var results = kept.Values.SelectMany(events => events).OfType<TaskSucceeded>()
            .SelectMany(done => done.Result.Outputs.Values).SelectMany(resources => resources).Select(resource => resource.Id.Value);
        history.Faults.AddRange(results.Except(files.Whole).Select(file => $"The file {file} is what a task gave, and is not there."));
        history.Faults.AddRange(files.Whole.Except(named).Select(file => $"The file {file} is there, and nothing names it."));
        history.Faults.AddRange(files.Others.Select(file => $"{file} was left behind."));
    }

    private static void Turn(History history, List<ConversationEvent> events, Action<string> fault)
    {
        if (events[0] is not TurnAccepted accepted || events.OfType<TurnAccepted>().Count() != 1)
        {
            fault("It was not accepted once, and first.");
            return;
        }

        if (events[^1] is not TurnFinished finished || events.OfType<TurnFinished>().Count() != 1)
        {
            fault("It did not end once, and last.");
            return;
        }

        var (kind, key) = Scenario.Parse(accepted.Request);
        var cancelled = finished.Status == TurnStatus.Cancelled;
        if (finished.Status != TurnStatus.Answered && !(cancelled && history.Cancelled.Contains(key)))
        {
            fault($"A turn of kind '{kind}' ended {finished.Status}: {finished.Error?.Message}");
        }

        if (events.OfType<TaskPlanned>().GroupBy(planned => planned.Task).Any(group => group.Count() > 1))
        {
            fault("A task was planned twice.");
        }

        foreach (var task in events.OfType<TaskPlanned>().Select(planned => planned.Task))
        {
            var ends = events.OfType<TaskEvent>().Count(happened => happened.Task == task && happened is (TaskSucceeded or TaskFailed or TaskSkipped));
            if (ends > 1 || (ends == 0 && !cancelled))
            {
                fault($"Task {task} ended {ends} times.");
            }
        }

        if (!cancelled && events.OfType<TaskPlanned>().Count() != Scenario.Plan(kind, key).Count())
        {
            fault("A task was lost.");
        }

        var pieces = string.Concat(events.Skip(events.FindLastIndex(happened => happened is TurnResumed) + 1).OfType<AnswerDelta>().Select(delta => delta.Text));
        if (events.OfType<AnswerFinished>().SingleOrDefault() is { } answer && answer.Answer.Text != pieces)
        {
            fault("The answer is not what was told in pieces.");
        }
    }
}
