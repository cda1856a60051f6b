namespace Jarvis.Models;

/// <summary>How long something took, of all the times that it was done.</summary>
/// <param name="Median">Half of the times it took at most this.</param>
/// <param name="P95">95 % of the times.</param>
/// <param name="P99">99 % of the times.</param>
public sealed record LatencyPercentiles(TimeSpan Median, TimeSpan P95, TimeSpan P99);
