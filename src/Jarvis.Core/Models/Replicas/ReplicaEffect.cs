using Jarvis.Errors;

namespace Jarvis.Models.Replicas;

/// <summary>What a replica wants done. A closed set.</summary>
internal abstract record ReplicaEffect
{
    private ReplicaEffect()
    {
    }

    /// <summary>Set memory aside for it, or say that there is none.</summary>
    internal sealed record Reserve : ReplicaEffect;

    /// <summary>It asks for no memory any more: it has none, and does not wait for any.</summary>
    internal sealed record Release : ReplicaEffect;

    /// <summary>Check its files and load it.</summary>
    internal sealed record Load : ReplicaEffect;

    /// <summary>Make its first run.</summary>
    internal sealed record WarmUp : ReplicaEffect;

    /// <summary>It has room for batches.</summary>
    internal sealed record Serve : ReplicaEffect;

    /// <summary>Let go of what it holds, and of its memory then.</summary>
    internal sealed record Unload : ReplicaEffect;

    /// <summary>Say when its time in quarantine is over.</summary>
    /// <param name="Delay">How long it lasts.</param>
    internal sealed record Rebuild(TimeSpan Delay) : ReplicaEffect;

    /// <summary>Whoever waits for it is to look elsewhere.</summary>
    /// <param name="Error">Why.</param>
    internal sealed record TurnAway(JarvisError Error) : ReplicaEffect;
}
