using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Planning;

/// <summary>
/// A plan while it is being written. Each task is checked as it arrives; one that refers to a later task waits for it. Accepted tasks only
/// refer to accepted tasks, so what is accepted is acyclic at every moment and can be started at once. Immutable.
/// </summary>
public sealed record PlanDraft
{
    private PlanDraft(TaskCheck check) => Check = check;

    /// <summary>The task types that it may use.</summary>
    public TaskTypeCatalog Types => Check.Catalog;

    /// <summary>The accepted tasks, each after all that it refers to. The port of every <see cref="OutputArgument"/> is set.</summary>
    public ImmutableArray<PlannedTask> Tasks { get; private init; } = [];

    /// <summary>What was dropped so far. What waits for a task that was dropped is told of by <see cref="Finish"/>.</summary>
    public ImmutableArray<PartDropped> Dropped { get; private init; } = [];

    /// <summary>Whether no further task fits.</summary>
    public bool IsFull => ById.Count + Waiting.Count >= Check.Limits.MaxTasks;

    private TaskCheck Check { get; init; }

    /// <summary>Accepted tasks whose results are not to be had.</summary>
    private ImmutableHashSet<int> Lost { get; init; } = [];

    private ImmutableDictionary<int, Accepted> ById { get; init; } = ImmutableDictionary<int, Accepted>.Empty;

    private ImmutableSortedDictionary<int, PlannedTask> Waiting { get; init; } = ImmutableSortedDictionary<int, PlannedTask>.Empty;

    private ImmutableHashSet<int> DroppedIds { get; init; } = [];

    private int NotToldOf { get; init; }

    /// <summary>The draft that some data are of.</summary>
    /// <param name="data">What <see cref="ToData"/> gave.</param>
    /// <param name="catalog">
    /// The task types that may be used. An accepted task of a type that there is no more stays; nothing new can take its results.
    /// </param>
    /// <param name="resources">The resources that may be named.</param>
    public static PlanDraft FromData(PlanDraftData data, TaskTypeCatalog catalog, IEnumerable<Resource> resources)
    {
        var byId = ImmutableDictionary.CreateBuilder<int, Accepted>();
        foreach (var task in data.Tasks)
        {
            byId[task.Id] = new Accepted(catalog.Find(task.Type) ?? new TaskType(task.Type, "", [], []), DepthOf(task, byId));
        }

        return Create(catalog, resources, data.Limits) with
        {
            Tasks = data.Tasks,
            Dropped = data.Dropped,
            ById = byId.ToImmutable(),
            Waiting = data.Waiting.ToImmutableSortedDictionary(task => task.Id, task => task),
            DroppedIds = [.. data.DroppedIds],
            Lost = [.. data.Lost],
            NotToldOf = data.NotToldOf,
        };
    }

    /// <summary>An empty draft.</summary>
    /// <param name="catalog">The task types that may be used.</param>
    /// <param name="resources">The resources that may be named: the turn's attachments and those of the conversation's history.</param>
    /// <param name="limits">How big the plan may be.</param>
    public static PlanDraft Create(TaskTypeCatalog catalog, IEnumerable<Resource> resources, PlanLimits limits) =>
        new(new TaskCheck(catalog, resources, limits));

    /// <summary>
    /// Adds a task. Which tasks are accepted does not depend on the order, except for a number used twice and above a limit.
    /// </summary>
    /// <param name="proposed">The task, from a planner. The number of a dropped task may be used again: a repaired task does.</param>
    /// <param name="accepted">
    /// This task and those that waited for it, each after all that it refers to; empty while it waits or when it is dropped.
    /// </param>
    public PlanDraft Add(PlannedTask proposed, out ImmutableArray<PlannedTask> accepted)
    {
        accepted = [];
        var task = TaskCheck.Tidy(proposed);
        if (AdmissionFault(task) is { } refused)
        {
            return Tell(new PartDropped(PlanText.Part(task), refused));
        }

        if (Check.OwnFault(task) is { } fault)
        {
            return Drop(task, fault);
        }

        var draft = DroppedIds.Contains(task.Id) ? this with { DroppedIds = DroppedIds.Remove(task.Id) } : this;
        draft = Waiting.IsEmpty && IsReady(task) ? draft.Decide(task) : (draft with { Waiting = Waiting.Add(task.Id, task) }).Settle();
        accepted = draft.Tasks[Tasks.Length..];
        return draft;
    }

    /// <summary>Ends the plan: what still waits is dropped.</summary>
    /// <param name="dropped">Everything of the plan that was dropped, with reasons.</param>
    public PlanDraft Finish(out ImmutableArray<PartDropped> dropped)
    {
        var draft = this;
        while (draft.NextHopeless() is var (tasks, reason))
        {
            foreach (var task in tasks)
            {
                draft = (draft with { Waiting = draft.Waiting.Remove(task.Id) }).Drop(task, reason);
            }
        }

        dropped = draft.NotToldOf == 0
            ? draft.Dropped
            : draft.Dropped.Add(new PartDropped($"{draft.NotToldOf} more tasks", "They were dropped too; the first reasons are given above."));
        return draft;
    }

    /// <summary>
    /// Goes on with a plan whose tasks have failed: what was accepted counts and may be referred to, what was dropped is forgotten.
    /// </summary>
    /// <param name="lost">The tasks whose results no further task can take.</param>
    public PlanDraft Reopen(IEnumerable<int> lost) =>
        this with { Waiting = Waiting.Clear(), Dropped = [], DroppedIds = [], NotToldOf = 0, Lost = [.. lost] };

    /// <summary>The same draft with other resources that may be named from now on.</summary>
    /// <param name="resources">The resources.</param>
    public PlanDraft Over(IEnumerable<Resource> resources) => this with { Check = new TaskCheck(Types, resources, Check.Limits) };

    /// <summary>A draft of nothing, over the same task types and resources and with the same limits.</summary>
    internal PlanDraft Emptied() => new(Check);

    /// <summary>Whether it has a task of that number, accepted or waiting.</summary>
    /// <param name="id">The number.</param>
    internal bool Holds(int id) => ById.ContainsKey(id) || Waiting.ContainsKey(id);

    /// <summary>What the draft holds beside the task types and the resources, which are kept elsewhere.</summary>
    public PlanDraftData ToData() =>
        new(Check.Limits, Tasks, [.. Waiting.Values], Dropped, [.. DroppedIds.Order()], [.. Lost.Order()], NotToldOf);

    private static int DepthOf(PlannedTask task, IReadOnlyDictionary<int, Accepted> before) =>
        1 + task.Dependencies().Select(id => before[id].Depth).DefaultIfEmpty(0).Max();

    private string? AdmissionFault(PlannedTask task)
    {
        if (task.Id < 0)
        {
            return "A task is numbered from 0.";
        }

        if (ById.ContainsKey(task.Id) || Waiting.ContainsKey(task.Id))
        {
            return $"There already is a task {task.Id}; the first one is kept.";
        }

        return IsFull
            ? $"A plan has at most {Check.Limits.MaxTasks} tasks; ask for less at once."
            : null;
    }

    /// <summary>Decides about every waiting task whose references are all accepted, until nothing moves.</summary>
    private PlanDraft Settle()
    {
        var draft = this;
        while (draft.Waiting.Values.FirstOrDefault(draft.IsReady) is { } ready)
        {
            draft = (draft with { Waiting = draft.Waiting.Remove(ready.Id) }).Decide(ready);
        }

        return draft;
    }

    private bool IsReady(PlannedTask task) => task.Dependencies().All(ById.ContainsKey);

    private PlanDraft Decide(PlannedTask task)
    {
        if (task.DataDependencies().FirstOrDefault(Lost.Contains, -1) is var lost and >= 0)
        {
            return Drop(task, $"Task {lost} gave no result to take: it failed, or needed what failed.");
        }

        var depth = DepthOf(task, ById);
        if (depth > Check.Limits.MaxDepth)
        {
            return Drop(task, $"More than {Check.Limits.MaxDepth} tasks would wait for each other in a row.");
        }

        var type = Check.Catalog.Find(task.Type)!;
        var arguments = task.Arguments;
        foreach (var (name, argument) in task.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal))
        {
            if (type.Input(name) is { } port)
            {
                if (ResolveAll(argument, port, out var resolved) is { } fault)
                {
                    return Drop(task, fault);
                }

                arguments = arguments.SetItem(name, resolved);
            }
        }

        var accepted = task with { Arguments = arguments };
        return this with { Tasks = Tasks.Add(accepted), ById = ById.Add(task.Id, new Accepted(type, depth)) };
    }

    private string? ResolveAll(Argument argument, Port port, out Argument resolved)
    {
        resolved = argument;
        string? fault = null;
        switch (argument)
        {
            case OutputArgument output:
                fault = TaskCheck.Resolve(output, ById[output.Task].Type, port, out var one);
                resolved = one;
                break;
            case ListArgument list:
                var items = list.Items.ToBuilder();
                for (var i = 0; i < items.Count && fault is null; i++)
                {
                    fault = ResolveAll(items[i], port, out var item);
                    items[i] = item;
                }

                resolved = new ListArgument(items.ToImmutable());
                break;
        }

        return fault;
    }

    /// <summary>Waiting tasks that can never be accepted, the clearest reason first; null when none waits.</summary>
    private (ImmutableArray<PlannedTask> Tasks, string Reason)? NextHopeless()
    {
        foreach (var task in Waiting.Values)
        {
            foreach (var id in task.Dependencies().Where(id => !ById.ContainsKey(id) && !Waiting.ContainsKey(id)))
            {
                return ([task], DroppedIds.Contains(id)
                    ? $"It needs task {id}, which was dropped."
                    : $"It refers to task {id}, which does not exist.");
            }
        }

        // All that is left refers to what is left: there is a cycle, and following references from anywhere ends in it.
        var path = new List<PlannedTask>();
        for (var at = Waiting.Values.FirstOrDefault(); at is not null; at = Waiting[at.Dependencies().First(Waiting.ContainsKey)])
        {
            if (path.IndexOf(at) is var start and >= 0)
            {
                ImmutableArray<PlannedTask> circle = [.. path.Skip(start).OrderBy(task => task.Id)];
                return (circle, $"Tasks {PlanText.List([.. circle.Select(task => $"{task.Id}")], "and")} wait for each other.");
            }

            path.Add(at);
        }

        return null;
    }

    private PlanDraft Drop(PlannedTask task, string reason) => Tell(new PartDropped(PlanText.Part(task), reason)) with
    {
        // A planner gone wild must not make this grow without end.
        DroppedIds = NotToldOf == 0 ? DroppedIds.Add(task.Id) : DroppedIds,
    };

    private PlanDraft Tell(PartDropped dropped) => Dropped.Length < Check.Limits.MaxTasks
        ? this with { Dropped = Dropped.Add(dropped) }
        : this with { NotToldOf = NotToldOf + 1 };

    private sealed record Accepted(TaskType Type, int Depth);
}
