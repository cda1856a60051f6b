namespace Jarvis.Placement;

/// <summary>How many replicas a model may have, and when their number changes.</summary>
public sealed record ReplicaScaling
{
    /// <summary>The fewest, at least 0. By default 1.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The most, at least <see cref="Least"/> and 1. By default 4.</summary>
    public int Most { get; init; } = 4;

    /// <summary>The share of its time that a replica is meant to be busy, above 0 and at most 1. By default 0.7.</summary>
    public double Target { get; init; } = 0.7;

    /// <summary>How much of <see cref="Target"/> has to be spare before there are fewer, from 0 and below 1. By default 0.2.</summary>
    public double Band { get; init; } = 0.2;

    /// <summary>How long after a change there are no more replicas added. By default 15 seconds: as long as one takes to load and warm up.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the load has to be low before there are fewer. By default 5 minutes, as Kubernetes' autoscaler has it.</summary>
    public TimeSpan LowFor { get; init; } = TimeSpan.FromMinutes(5);
}
