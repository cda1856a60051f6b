using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>A directed acyclic graph of planned tasks.</summary>
/// <param name="Tasks">The nodes, in the order that they were planned.</param>
public sealed record Plan(ImmutableArray<PlannedTask> Tasks)
{
    /// <summary>A plan with nothing to do.</summary>
    public static Plan Empty { get; } = new([]);
}
