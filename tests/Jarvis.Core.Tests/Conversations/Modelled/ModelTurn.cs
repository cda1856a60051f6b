using Jarvis.Conversations;

namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>
/// The simplest model of a turn: a list of tasks that is gone through again and again until nothing moves. It knows nothing of effects, events,
/// counters of blockers or versions of records. Commands return whether they are obeyed.
/// </summary>
internal sealed class ModelTurn(bool asks)
{
    private bool _late;

    internal List<ModelTask> Tasks { get; private set; } = [];

    internal bool Planned { get; private set; }

    internal bool Answering { get; private set; }

    internal TurnStatus Status { get; private set; } = TurnStatus.Open;

    internal bool Ended => Status != TurnStatus.Open;

    internal int Version { get; private set; }

    /// <summary>How often the turn was opened.</summary>
    internal int Openings { get; private set; } = 1;

    internal int Calls { get; private set; }

    internal int UncountedCalls { get; private set; }

    internal ModelTask? Find(int id) => Tasks.Find(task => task.Id == id);

    internal void Plan(IEnumerable<ModelTask> tasks, bool finished)
    {
        if (Planned || Ended)
        {
            return;
        }

        Tasks.AddRange(tasks);
        Planned = finished;
        Settle();
    }

    internal void Report(int id, int retry, bool succeeded, int calls)
    {
        if (Find(id) is not { Phase: ModelPhase.Running } task || task.Retry != retry)
        {
            return;
        }

        Calls += calls;
        UncountedCalls += calls;
        task.End(succeeded ? ModelPhase.Done : ModelPhase.Failed, succeeded ? ModelReason.None : ModelReason.Away);
        Settle();
    }

    internal void Answer(bool failed)
    {
        if (Answering && !Ended)
        {
            End(failed ? TurnStatus.Failed : Outcome());
        }
    }

    internal void Cancel() => Break(ModelReason.Unwanted, TurnStatus.Cancelled);

    internal void BreakOff() => Break(ModelReason.Broken, TurnStatus.Failed);

    internal void Expire()
    {
        if (Ended)
        {
            return;
        }

        if (Answering || (Tasks.Count == 0 && !Planned))
        {
            End(TurnStatus.Failed);
            return;
        }

        (Planned, _late) = (true, true);
        EndTasks(ModelReason.TooLate);
        Settle();
    }

    internal bool CancelTask(int id)
    {
        if (Find(id) is not { } task)
        {
            return false;
        }

        if (!task.HasEnded)
        {
            task.End(task.Phase == ModelPhase.Running ? ModelPhase.Failed : ModelPhase.Skipped, ModelReason.Unwanted);
            task.Stopped = true;
            Settle();
        }

        return true;
    }

    internal bool Approve(int version, int[] ids)
    {
        if (Addressed(version, ids) is not { } tasks)
        {
            return false;
        }

        var late = tasks.Exists(task => task.HasEnded && !task.Approved);
        if (late && (ids.Length > 0 || !tasks.Exists(task => task.IsPending || (task.Approved && !task.Stopped))))
        {
            return false;
        }

        tasks.Where(task => task.IsPending).ToList().ForEach(task => task.Approved = true);
        Settle();
        return true;
    }

    internal bool Reject(int version, int[] ids)
    {
        if (Addressed(version, ids) is not { } tasks)
        {
            return false;
        }

        var given = tasks.Exists(task => task.Approved && !task.Stopped);
        if (given && (ids.Length > 0 || !tasks.Exists(task => task.IsPending || task.Stopped)))
        {
            return false;
        }

        foreach (var task in tasks.Where(task => task.IsPending).ToList())
        {
            task.End(ModelPhase.Skipped, ModelReason.Unwanted);
            task.Stopped = true;
        }

        Settle();
        return true;
    }

    internal bool Edit(int version, List<ModelTask> put, int[] removed)
    {
        var changed = put.Select(task => task.Id).Concat(removed).ToHashSet();
        var plan = Tasks.Where(task => !changed.Contains(task.Id)).Concat(put).ToList();
        var isAllowed = Version > 0 && version == Version && Planned && !Answering && !Ended && Tasks.Exists(task => task.IsPending);
        var isValid = removed.All(id => Find(id) is not null)
            && Tasks.Where(task => changed.Contains(task.Id)).All(task => task is { Phase: ModelPhase.Waiting, Retry: 0 })
            && plan.TrueForAll(task => task.Needed.All(needed => plan.Exists(other => other.Id == needed)))
            && put.TrueForAll(task => task.Data.All(needed => Find(needed) is not { HasEnded: true, Phase: not ModelPhase.Done } || changed.Contains(needed)))
            && plan.Count > 0;
        if (!isAllowed || !isValid)
        {
            return false;
        }

        Tasks = [.. plan.OrderBy(task => task.Id)];
        Version++;
        Tasks.Where(task => task.IsPending).ToList().ForEach(task => task.Asked = false);
        Settle();
        return true;
    }

    internal bool Retry(int id)
    {
        if (Find(id) is not { } task || task.Phase == ModelPhase.Done)
        {
            return false;
        }

        if (!task.HasEnded)
        {
            return true;
        }

        if ((Answering && !Ended) || task.Data.Any(needed => IsLost(Find(needed)!)))
        {
            return false;
        }

        if (Ended)
        {
            (Status, Planned, Answering, _late, UncountedCalls) = (TurnStatus.Open, true, false, false, 0);
            Openings++;
        }

        var again = new HashSet<int> { id };
        foreach (var next in Tasks.Where(next => next is { Phase: ModelPhase.Skipped, Stopped: false }))
        {
            if (next.Needed.Any(again.Contains) && next.Data.All(needed => again.Contains(needed) || !IsLost(Find(needed)!)))
            {
                again.Add(next.Id);
            }
        }

        foreach (var next in Tasks.Where(next => again.Contains(next.Id)))
        {
            (next.Phase, next.Reason, next.Stopped, next.Asked) = (ModelPhase.Waiting, ModelReason.None, false, next.Asked && next.Approved);
            next.Retry++;
        }

        Settle();
        return true;
    }

    private static bool IsLost(ModelTask task) => task.Phase is ModelPhase.Failed or ModelPhase.Skipped;

    private List<ModelTask>? Addressed(int version, int[] ids)
    {
        if (Version == 0 || version != Version || !ids.All(id => Find(id) is not null))
        {
            return null;
        }

        var named = (ids.Length == 0 ? Tasks : ids.Select(id => Find(id)!)).Where(task => task.NeedsApproval).ToList();
        return ids.Length > 0 && named.Exists(task => !task.Asked && !task.HasEnded) ? null : named;
    }

    /// <summary>Starts and skips until nothing moves, then asks, then answers.</summary>
    private void Settle()
    {
        while (Tasks.Find(CanMove) is { } task)
        {
            if (task.Data.Select(needed => Find(needed)!).FirstOrDefault(IsLost) is { } lost)
            {
                task.End(ModelPhase.Skipped, lost.Reason);
            }
            else
            {
                task.Phase = ModelPhase.Running;
            }
        }

        if (Ended || !Planned)
        {
            return;
        }

        Answering = Tasks.TrueForAll(task => task.HasEnded);
        var unasked = Tasks.FindAll(task => task is { NeedsApproval: true, Asked: false, HasEnded: false });
        if (asks && unasked.Count > 0)
        {
            unasked.ForEach(task => task.Asked = true);
            Version++;
        }
    }

    private bool CanMove(ModelTask task) => task.Phase == ModelPhase.Waiting
        && task.Needed.All(needed => Find(needed)!.HasEnded)
        && (!task.NeedsApproval || task.Approved || task.Data.Any(needed => IsLost(Find(needed)!)));

    private void Break(ModelReason reason, TurnStatus status)
    {
        if (!Ended)
        {
            EndTasks(reason);
            End(status);
        }
    }

    private void EndTasks(ModelReason reason)
    {
        foreach (var task in Tasks.Where(task => !task.HasEnded))
        {
            task.End(task.Phase == ModelPhase.Running ? ModelPhase.Failed : ModelPhase.Skipped, reason);
        }
    }

    private void End(TurnStatus status) => Status = status;

    private TurnStatus Outcome()
    {
        var ends = Tasks.Where(task => !Tasks.Exists(other => other.Needed.Contains(task.Id)));
        if (ends.Any(task => task.Phase == ModelPhase.Done))
        {
            return TurnStatus.Answered;
        }

        var isUnwanted = !_late && Tasks.Exists(task => task.Stopped) && Tasks.TrueForAll(task =>
            task.Stopped || task.Phase == ModelPhase.Done || task is { Phase: ModelPhase.Skipped, Reason: ModelReason.Unwanted });
        return isUnwanted ? TurnStatus.Cancelled : TurnStatus.Failed;
    }
}
