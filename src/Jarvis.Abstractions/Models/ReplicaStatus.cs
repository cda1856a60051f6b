using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>
/// How a replica is doing, for people. It names nobody whose work it is. Its counts go on when it is loaded anew, such as after a change of
/// its card, and end with it.
/// </summary>
/// <param name="Device">Where it is.</param>
/// <param name="Phase">Where it is in its life.</param>
public sealed record ReplicaStatus(DeviceId Device, ReplicaPhase Phase)
{
    /// <summary>Bytes of the device's memory that are set aside for it.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Jobs that wait for the model, which have one queue for all its replicas: told of by the first.</summary>
    public int Queued { get; init; }

    /// <summary>Batches that run.</summary>
    public int Running { get; init; }

    /// <summary>Batches that it has run.</summary>
    public long Batches { get; init; }

    /// <summary>Jobs that it ended well.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed on it.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs that the model refused since the host started, because they would have waited too long: told of by the first replica.</summary>
    public long Refused { get; init; }

    /// <summary>Jobs that were answered since the host started by what was given before; they are not among those that ended well.</summary>
    public long Cached { get; init; }

    /// <summary>The time that half of the jobs stayed below, in the queue and running; null before the first.</summary>
    public TimeSpan? MedianLatency { get; init; }

    /// <summary>The time that 95 % of the jobs stayed below; null before the first.</summary>
    public TimeSpan? P95Latency { get; init; }

    /// <summary>How long jobs waited in the queue before it took them; null before the first.</summary>
    public LatencyPercentiles? QueueWait { get; init; }

    /// <summary>How long its batches ran; null before the first.</summary>
    public LatencyPercentiles? Run { get; init; }

    /// <summary>Why it was last quarantined or could not be loaded; null when it never was.</summary>
    public string? LastFault { get; init; }

    /// <summary>Why there are not as many replicas as there should be, told of by the first; null where there are.</summary>
    public string? Note { get; init; }

    /// <summary>The newest requests that broke the model again and again and are not tried any more: told of by the first replica.</summary>
    public ImmutableArray<DeadLetter> DeadLetters { get; init => field = value.IsDefault ? [] : value; } = [];
}
