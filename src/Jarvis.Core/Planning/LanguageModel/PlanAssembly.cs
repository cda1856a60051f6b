using System.Collections.Immutable;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Puts a plan together of what a model writes: mends near misses, lets through what is valid as soon as it is, and keeps what is not for one
/// more try. What was let through once is never let through again.
/// </summary>
internal sealed class PlanAssembly
{
    private readonly PlanCorrection _correction;
    private readonly PlanReferences _references;
    private readonly RepeatedTasks _repeated;
    private readonly Dictionary<int, PlannedTask> _waiting = [];
    private readonly List<PlannedTask> _accepted = [];
    private readonly ImmutableArray<PlannedTask> _before;
    private readonly ImmutableHashSet<int> _failed;
    private readonly List<FaultyTask> _faulty = [];
    private ImmutableArray<FaultyTask> _asked = [];
    private ImmutableArray<PlannedTask> _dependents = [];
    private PlanDraft _draft;
    private int _asking = -1;

    /// <param name="catalog">The task types that may be used.</param>
    /// <param name="references">What the model was told of.</param>
    /// <param name="nearest">Finds the type that was meant.</param>
    /// <param name="limits">How big the plan may be, with what was planned before.</param>
    /// <param name="failed">The plan that is planned on from; null for a first plan.</param>
    /// <param name="planned">The tasks of this plan that run already; it is asked for the rest.</param>
    internal PlanAssembly(
        TaskTypeCatalog catalog,
        PlanReferences references,
        NearestType nearest,
        PlanLimits limits,
        FailedPlan? failed = null,
        ImmutableArray<PlannedTask> planned = default)
    {
        _references = references;
        _repeated = new RepeatedTasks(references);
        _correction = new PlanCorrection(catalog, references, nearest);
        _draft = PlanDraft.Create(catalog, references.Resources, limits);
        _before = [.. failed?.Tasks ?? []];
        _failed = [.. failed?.Ended.Where(outcome => outcome.Result is null).Select(outcome => outcome.Task.Id) ?? []];
        if (failed is not null)
        {
            _draft = _before.Aggregate(_draft, (draft, task) => draft.Add(task, out _)).Reopen(failed.Lost);
        }

        if (!planned.IsDefaultOrEmpty)
        {
            _draft = planned.Aggregate(_draft, (draft, task) => draft.Add(task, out _));
            _accepted.AddRange(planned);
            _asking = planned.Length;
        }
    }

    /// <summary>The tasks that were let through, in that order.</summary>
    internal IReadOnlyList<PlannedTask> Accepted => _accepted;

    /// <summary>Whether nothing was read at all.</summary>
    internal bool IsEmpty => _accepted.Count + _waiting.Count + _faulty.Count + _asked.Length == 0;

    /// <summary>Adds what the model wrote.</summary>
    /// <param name="written">The task.</param>
    /// <returns>The tasks that can start now, each after all that it refers to; valid in a draft that has had all that came before.</returns>
    internal ImmutableArray<PlannedTask> Add(WrittenTask written)
    {
        var task = _correction.Correct(_repeated.Renumber(written.Task), TypeOf);
        if (IsKnown(task))
        {
            return [];
        }

        if (_asking >= 0 && Find(task.Id) is not null)
        {
            var free = Used().Max() + 1;
            _repeated.Map(task.Id, free);
            task = task with { Id = free };
        }

        if (written.Fault is { } fault)
        {
            Hold(new FaultyTask(task, fault));
            return [];
        }

        if (Repeated(task) is { } failed)
        {
            Hold(new FaultyTask(task, $"Task {failed.Id} did the same and failed; do it in another way, or leave it out."));
            return [];
        }

        return Try(task);
    }

    /// <summary>Takes out what is invalid, to ask the model for it again. What only waits for that is kept and tried afterwards.</summary>
    internal ImmutableArray<FaultyTask> TakeFaulty()
    {
        var (roots, dependents) = Judge();
        _asked = roots;
        _dependents = [.. dependents.Select(dependent => dependent.Task)];
        _draft = _draft.Finish(out _);
        _waiting.Clear();
        _faulty.Clear();
        _asking = _accepted.Count;
        return roots;
    }

    /// <summary>Tries what waited for what the model was asked for again.</summary>
    /// <returns>The tasks that can start now.</returns>
    internal ImmutableArray<PlannedTask> RetryDependents()
    {
        var dependents = _dependents;
        _dependents = [];
        return [.. dependents.Where(task => !IsKnown(task) && !_waiting.ContainsKey(task.Id)).SelectMany(task => Try(task))];
    }

    /// <summary>What is invalid in the end, each once.</summary>
    internal IEnumerable<FaultyTask> Rest()
    {
        var (roots, dependents) = Judge();
        ImmutableArray<FaultyTask> rest = [.. roots, .. dependents];
        var again = _asking < 0 ? [] : _accepted.Skip(_asking).ToList();
        var unmended = _asked.Where(asked =>
            !again.Any(task => task.Id == asked.Task.Id || task.Type == asked.Task.Type) && !rest.Any(faulty => faulty.Task.Id == asked.Task.Id));
        return [.. unmended, .. rest];
    }

    /// <summary>A task that others may use the result of: one that was let through, now or before.</summary>
    private PlannedTask? Find(int id) => _accepted.Find(task => task.Id == id) ?? _before.FirstOrDefault(task => task.Id == id);

    private PlannedTask? FindOrWaiting(int id) => Find(id) ?? _waiting.GetValueOrDefault(id);

    private TaskType? TypeOf(int id) => FindOrWaiting(id) is { } task ? _draft.Types.Find(task.Type) : null;

    /// <summary>The failed task that does just what a task would do again, or null.</summary>
    private PlannedTask? Repeated(PlannedTask task) =>
        _before.FirstOrDefault(known => _failed.Contains(known.Id) && _repeated.IsSameWork(known, task));

    /// <summary>
    /// Whether a task is there already. A model that is asked again repeats itself: then what the task does says so, or its number where it is
    /// one of the same type, written a little differently. Another type under a number that is taken is another task.
    /// </summary>
    private bool IsKnown(PlannedTask task)
    {
        if (_asking < 0)
        {
            return FindOrWaiting(task.Id) is { } same && PlanJson.Write(same, _references) == PlanJson.Write(task, _references);
        }

        if (_accepted.Find(known => _repeated.IsSameWork(known, task)) is { } accepted)
        {
            _repeated.Map(task.Id, accepted.Id);
            return true;
        }

        return FindOrWaiting(task.Id)?.Type == task.Type;
    }

    private IEnumerable<int> Used() =>
        _before.Concat(_accepted).Concat(_waiting.Values).Concat(_dependents).Concat(_asked.Concat(_faulty).Select(faulty => faulty.Task)).Select(task => task.Id);

    private ImmutableArray<PlannedTask> Try(PlannedTask task)
    {
        var accepted = ImmutableArray.CreateBuilder<PlannedTask>();
        var open = new Queue<(PlannedTask Task, bool Again)>([(task, false)]);
        while (open.TryDequeue(out var next))
        {
            var draft = _draft.Add(next.Task, out var more);
            var dropped = draft.Dropped.Skip(_draft.Dropped.Length).ToList();
            if (dropped.FirstOrDefault(part => part.Part == PlanText.Part(next.Task)) is { } own && more.IsEmpty)
            {
                Hold(new FaultyTask(next.Task, own.Reason));
                continue;
            }

            _draft = draft;
            _waiting[next.Task.Id] = next.Task;
            foreach (var ready in more)
            {
                _waiting.Remove(ready.Id);
                _accepted.Add(ready);
                accepted.Add(ready);
            }

            // What waited may turn out not to fit what it waited for; now that this is known, it may be mended.
            foreach (var part in dropped)
            {
                if (_waiting.Values.FirstOrDefault(waiting => PlanText.Part(waiting) == part.Part) is { } failed)
                {
                    _waiting.Remove(failed.Id);
                    var mended = _correction.Correct(failed, TypeOf);
                    if (next.Again || PlanJson.Write(mended, _references) == PlanJson.Write(failed, _references))
                    {
                        Hold(new FaultyTask(failed, part.Reason));
                    }
                    else
                    {
                        open.Enqueue((mended, true));
                    }
                }
            }
        }

        return accepted.ToImmutable();
    }

    private bool IsFaulty(int id) => _faulty.Exists(faulty => faulty.Task.Id == id) || _asked.Any(asked => asked.Task.Id == id);

    private void Hold(FaultyTask faulty)
    {
        // As many as one reply can hold, twice.
        if (_faulty.Count < 2 * StreamedPlanParser.MaxTasks)
        {
            _faulty.Add(faulty);
        }
    }

    private (ImmutableArray<FaultyTask> Roots, ImmutableArray<FaultyTask> Dependents) Judge()
    {
        _draft.Finish(out var dropped);
        var reasons = dropped.DistinctBy(part => part.Part).ToDictionary(part => part.Part, part => part.Reason);
        var roots = ImmutableArray.CreateBuilder<FaultyTask>();
        var dependents = ImmutableArray.CreateBuilder<FaultyTask>();
        roots.AddRange(_faulty);
        foreach (var task in _waiting.Values.OrderBy(task => task.Id))
        {
            var missing = task.Dependencies().Where(id => Find(id) is null).ToList();
            var reason = reasons.GetValueOrDefault(PlanText.Part(task), "It could not be planned.");
            if (missing.Exists(id => !_waiting.ContainsKey(id) && !IsFaulty(id))
                || reason.EndsWith("wait for each other.", StringComparison.Ordinal))
            {
                roots.Add(new FaultyTask(task, reason));
            }
            else
            {
                dependents.Add(new FaultyTask(task, $"It needs task {missing[0]}, which was dropped."));
            }
        }

        return (roots.ToImmutable(), dependents.ToImmutable());
    }
}
