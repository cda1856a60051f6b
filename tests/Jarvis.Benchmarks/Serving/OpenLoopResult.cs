using System.Collections.Concurrent;

namespace Jarvis.Benchmarks.Serving;

/// <summary>What became of requests, with the milliseconds that each took.</summary>
/// <param name="duration">How long requests were sent.</param>
internal sealed class OpenLoopResult(TimeSpan duration)
{
    public ConcurrentBag<double> Answered { get; } = [];

    public ConcurrentBag<double> Refused { get; } = [];

    public ConcurrentBag<double> Expired { get; } = [];

    /// <summary>Answers a second.</summary>
    public double Goodput => Answered.Count / duration.TotalSeconds;

    public double AnsweredP99 => P99(Answered);

    public double RefusedP99 => P99(Refused);

    private static double P99(ConcurrentBag<double> times) => times.IsEmpty ? 0 : new Samples(times).Quantile(0.99);
}
