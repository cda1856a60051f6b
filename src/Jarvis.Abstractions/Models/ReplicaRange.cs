namespace Jarvis.Models;

/// <summary>How many replicas of a model there may be on a host; between the two, its load decides.</summary>
/// <param name="Least">The fewest once it is loaded, room permitting; from 1.</param>
/// <param name="Most">The most; from <paramref name="Least"/> to <see cref="Limit"/>.</param>
public sealed record ReplicaRange(int Least, int Most)
{
    /// <summary>The largest <see cref="Most"/>.</summary>
    public const int Limit = 64;

    /// <summary>One, whatever the load.</summary>
    public static ReplicaRange One { get; } = new(1, 1);
}
