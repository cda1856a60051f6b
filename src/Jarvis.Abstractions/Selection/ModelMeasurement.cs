namespace Jarvis.Selection;

/// <summary>What has been measured of a model here.</summary>
/// <param name="Calls">How many attempts ended.</param>
/// <param name="SuccessRate">The recent share that ended well, from 0 to 1.</param>
/// <param name="Latency">The recent mean time of one that ended well; null before the first.</param>
public sealed record ModelMeasurement(long Calls, double SuccessRate, TimeSpan? Latency)
{
    /// <summary>Nothing measured yet.</summary>
    public static ModelMeasurement None { get; } = new(0, 1, null);

    /// <summary>Whether it is given work, after what it came to lately.</summary>
    public BreakerState Breaker { get; init; }
}
