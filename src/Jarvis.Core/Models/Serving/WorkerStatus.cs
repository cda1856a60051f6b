namespace Jarvis.Models.Serving;

/// <summary>What a replica has done, and does now.</summary>
public sealed record WorkerStatus
{
    /// <summary>Requests that wait.</summary>
    public required int Waiting { get; init; }

    /// <summary>Requests in batches that run.</summary>
    public required int Running { get; init; }

    /// <summary>Batches that have run.</summary>
    public required long Batches { get; init; }

    /// <summary>Requests that were answered.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Requests that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests whose caller went away.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Requests that were not admitted.</summary>
    public required long Refused { get; init; }

    /// <summary>Requests whose deadline passed while they waited.</summary>
    public required long Expired { get; init; }

    /// <summary>How long requests waited.</summary>
    public required LatencySummary QueueWait { get; init; }

    /// <summary>How long batches ran.</summary>
    public required LatencySummary Run { get; init; }
}
