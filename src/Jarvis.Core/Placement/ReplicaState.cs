namespace Jarvis.Placement;

/// <summary>How many replicas a model is to have, and what that was decided from.</summary>
/// <param name="Count">The replicas.</param>
public sealed record ReplicaState(int Count)
{
    /// <summary>When the count last changed; null when it never did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Since when the load is low enough for fewer; null when it is not.</summary>
    public DateTimeOffset? LowSince { get; init; }

    /// <summary>The highest load since then.</summary>
    public double LowPeak { get; init; }

    /// <summary>The time of the last report.</summary>
    public DateTimeOffset SeenAt { get; init; }
}
