using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Benchmarks.Engine;

/// <summary>Plans of no-op tasks, by shape.</summary>
internal sealed record PlanShape(string Name, ImmutableArray<PlannedTask> Tasks)
{
    /// <summary>How many tasks the longest chain has. Each task comes after all that it depends on.</summary>
    public int Levels { get; } = Tasks.Aggregate(
        new Dictionary<int, int>(),
        (levels, task) =>
        {
            levels[task.Id] = 1 + task.Dependencies().Select(dependency => levels[dependency]).DefaultIfEmpty(0).Max();
            return levels;
        }).Values.DefaultIfEmpty(0).Max();

    public static PlanShape Chain(int count) => Create($"chain of {count}", count, id => id == 0 ? [] : [id - 1]);

    public static PlanShape FanOut(int count) => Create($"fan-out of {count}", count, id => id == 0 ? [] : [0]);

    public static PlanShape Diamond(int count) =>
        Create($"diamond of {count}", count, id => id == 0 ? [] : id < count - 1 ? [0] : [.. Enumerable.Range(1, count - 2)]);

    /// <summary>Each task depends on up to three of the 20 before it.</summary>
    public static PlanShape Random(int count, int seed)
    {
        var random = new Random(seed);
        return Create($"random of {count}", count, id => [.. Enumerable.Range(0, Math.Min(id, random.Next(0, 4))).Select(_ => random.Next(Math.Max(0, id - 20), id)).Distinct()]);
    }

    private static PlanShape Create(string name, int count, Func<int, int[]> dependencies) =>
        new(name, [.. Enumerable.Range(0, count).Select(id => Task(id, dependencies(id)))]);

    private static PlannedTask Task(int id, int[] dependencies) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add(
            "text", dependencies.Length == 0 ? new TextArgument("a") : new OutputArgument(dependencies[0])),
        After = [.. dependencies.Skip(1)],
    };
}
