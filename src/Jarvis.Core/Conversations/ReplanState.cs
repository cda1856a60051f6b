using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>What a turn knows of planning again what failed tasks were needed for.</summary>
/// <param name="Phase">Where it is.</param>
public sealed record ReplanState(ReplanPhase Phase)
{
    /// <summary>The failed tasks that are planned around, in the order that they failed.</summary>
    public ImmutableArray<int> Failed { get; init; } = [];

    /// <summary>How many tasks the turn had when it began.</summary>
    public int Tasks { get; init; }

    /// <summary>How many dropped parts were told of before.</summary>
    public int Dropped { get; init; }

    /// <summary>How many notes were told of before.</summary>
    public int Notes { get; init; }
}
