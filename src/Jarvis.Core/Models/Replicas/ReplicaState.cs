namespace Jarvis.Models.Replicas;

/// <summary>All that a replica's life depends on. <see cref="ReplicaMachine"/> alone makes new ones.</summary>
/// <param name="Phase">Where it is.</param>
internal sealed record ReplicaState(ReplicaPhase Phase = ReplicaPhase.Unloaded)
{
    /// <summary>Batches that run.</summary>
    internal int Running { get; init; }

    /// <summary>How often it broke since a batch last ended well.</summary>
    internal int Faults { get; init; }

    /// <summary>Whether it was asked for while it could not come.</summary>
    internal bool Wanted { get; init; }

    /// <summary>Whether it would not come by itself.</summary>
    internal bool CanBeWanted => !Wanted && (Leaving || Phase is ReplicaPhase.Unloaded or ReplicaPhase.Quarantined or ReplicaPhase.Draining);

    /// <summary>Whether it goes as soon as what it is in the middle of has ended.</summary>
    internal bool Leaving { get; init; }

    /// <summary>Whether there is something to unload, or unloading.</summary>
    internal bool Held { get; init; }

    /// <summary>Whether a quarantined one has waited long enough.</summary>
    internal bool Rested { get; init; }
}
