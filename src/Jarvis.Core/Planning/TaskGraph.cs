using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>Who waits for whom among accepted tasks, by data or by order. Immutable; every look-up takes constant time.</summary>
public sealed class TaskGraph
{
    private readonly FrozenDictionary<int, Node> _nodes;

    private TaskGraph(FrozenDictionary<int, Node> nodes, ImmutableArray<int> order)
    {
        _nodes = nodes;
        TopologicalOrder = order;
        Depth = order.Select(id => nodes[id].Level + 1).DefaultIfEmpty(0).Max();
    }

    /// <summary>All task numbers, each after those that it depends on; of equals, the smaller number first.</summary>
    public ImmutableArray<int> TopologicalOrder { get; }

    /// <summary>How many levels there are; 0 for no task.</summary>
    public int Depth { get; }

    /// <summary>The graph of some tasks.</summary>
    /// <param name="tasks">Tasks that a <see cref="PlanDraft"/> accepted.</param>
    /// <exception cref="ArgumentException">
    /// They refer to a task that is not among them, or to each other in a circle, or share a number.
    /// </exception>
    public static TaskGraph Create(IEnumerable<PlannedTask> tasks)
    {
        var dependencies = tasks.ToDictionary(task => task.Id, task => task.Dependencies());
        var dependents = dependencies.Keys.ToDictionary(id => id, _ => ImmutableArray.CreateBuilder<int>());
        foreach (var (id, needed) in dependencies.OrderBy(pair => pair.Key))
        {
            foreach (var other in needed)
            {
                (dependents.GetValueOrDefault(other)
                    ?? throw new ArgumentException($"Task {id} refers to task {other}, which is not in the plan.", nameof(tasks))).Add(id);
            }
        }

        var levels = new Dictionary<int, int>(dependencies.Count);
        var left = dependencies.ToDictionary(pair => pair.Key, pair => pair.Value.Length);
        var ready = new PriorityQueue<int, int>(left.Where(pair => pair.Value == 0).Select(pair => (pair.Key, pair.Key)));
        var order = ImmutableArray.CreateBuilder<int>(dependencies.Count);
        while (ready.TryDequeue(out var id, out _))
        {
            order.Add(id);
            levels[id] = dependencies[id].Select(needed => levels[needed] + 1).DefaultIfEmpty(0).Max();
            foreach (var dependent in dependents[id])
            {
                if (--left[dependent] == 0)
                {
                    ready.Enqueue(dependent, dependent);
                }
            }
        }

        if (order.Count < dependencies.Count)
        {
            throw new ArgumentException("Tasks of the plan wait for each other.", nameof(tasks));
        }

        var nodes = order.ToFrozenDictionary(id => id, id => new Node(dependencies[id], dependents[id].ToImmutable(), levels[id]));
        return new TaskGraph(nodes, order.ToImmutable());
    }

    /// <summary>Whether there is a task of that number.</summary>
    /// <param name="id">The number.</param>
    public bool Contains(int id) => _nodes.ContainsKey(id);

    /// <summary>The tasks that have to finish before a task, each once, ascending.</summary>
    /// <param name="id">The task's number.</param>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public ImmutableArray<int> Dependencies(int id) => _nodes[id].Dependencies;

    /// <summary>The tasks that wait for a task, each once, ascending.</summary>
    /// <param name="id">The task's number.</param>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public ImmutableArray<int> Dependents(int id) => _nodes[id].Dependents;

    /// <summary>How many tasks come before a task on its longest way from the start; 0 for one that can start at once.</summary>
    /// <param name="id">The task's number.</param>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public int Level(int id) => _nodes[id].Level;

    /// <summary>All tasks that wait for a task, directly or through others, in topological order. Takes time by their number.</summary>
    /// <param name="id">The task's number.</param>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public ImmutableArray<int> Downstream(int id)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>(Dependents(id));
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                foreach (var dependent in Dependents(next))
                {
                    open.Push(dependent);
                }
            }
        }

        return [.. found.OrderBy(Level).ThenBy(other => other)];
    }

    private sealed record Node(ImmutableArray<int> Dependencies, ImmutableArray<int> Dependents, int Level);
}
