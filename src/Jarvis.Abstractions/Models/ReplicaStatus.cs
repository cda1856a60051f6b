using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>How a loaded model is doing, for people. It names nobody whose work it is.</summary>
/// <param name="Device">Where it is.</param>
/// <param name="Phase">Where it is in its life.</param>
public sealed record ReplicaStatus(DeviceId Device, ReplicaPhase Phase)
{
    /// <summary>Bytes of the device's memory that are set aside for it.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Jobs that wait for it.</summary>
    public int Queued { get; init; }

    /// <summary>Batches that run.</summary>
    public int Running { get; init; }

    /// <summary>Jobs that ended well since the host started.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed since the host started.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs that were refused since the host started, because they would have waited too long.</summary>
    public long Refused { get; init; }

    /// <summary>Jobs that were answered since the host started by what was given before; they are not among those that ended well.</summary>
    public long Cached { get; init; }

    /// <summary>The time that half of the jobs stayed below, in the queue and running; null before the first.</summary>
    public TimeSpan? MedianLatency { get; init; }

    /// <summary>The time that 95 % of the jobs stayed below; null before the first.</summary>
    public TimeSpan? P95Latency { get; init; }

    /// <summary>Why it was last quarantined or could not be loaded; null when it never was.</summary>
    public string? LastFault { get; init; }

    /// <summary>The newest requests that broke it again and again and are not tried any more.</summary>
    public ImmutableArray<DeadLetter> DeadLetters { get; init => field = value.IsDefault ? [] : value; } = [];
}
