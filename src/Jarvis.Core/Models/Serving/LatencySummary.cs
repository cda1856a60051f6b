namespace Jarvis.Models.Serving;

/// <summary>Percentiles of times.</summary>
/// <param name="Count">How many times there were.</param>
/// <param name="Median">Half of them were at most this.</param>
/// <param name="P95">95 % were.</param>
/// <param name="P99">99 % were.</param>
/// <param name="Most">All were.</param>
public readonly record struct LatencySummary(long Count, TimeSpan Median, TimeSpan P95, TimeSpan P99, TimeSpan Most);
