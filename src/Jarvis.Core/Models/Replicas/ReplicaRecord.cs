using Jarvis.Models.Serving;

namespace Jarvis.Models.Replicas;

/// <summary>What happened on one replica. Only touched in the engine's gate.</summary>
internal sealed class ReplicaRecord
{
    private const double MeanRate = 0.2;

    private readonly LatencyHistogram _latency = new();
    private readonly LatencyHistogram _queueWait = new();
    private readonly LatencyHistogram _run = new();
    private long _batches;
    private long _succeeded;
    private long _failed;

    /// <summary>How it last broke; null when it never did.</summary>
    internal string? LastFault { get; private set; }

    /// <summary>What its batches take; zero when none has ended well.</summary>
    internal TimeSpan MeanRun { get; private set; }

    /// <summary>How many batches of which nothing came, by the model's fault, it has run since one of which something did.</summary>
    internal int FailuresInRow { get; private set; }

    /// <summary>Whether a batch ended well, and none that came after failed.</summary>
    internal bool Answers => _succeeded > 0 && FailuresInRow == 0;

    /// <summary>It broke.</summary>
    /// <param name="reason">How.</param>
    internal void Broke(string reason) => LastFault = reason;

    /// <summary>It is made anew: what it did before says nothing of it.</summary>
    internal void Renew() => FailuresInRow = 0;

    /// <summary>It took a job.</summary>
    /// <param name="wait">How long that had waited.</param>
    internal void Took(TimeSpan wait) => _queueWait.Record(wait);

    /// <summary>A job ended.</summary>
    /// <param name="latency">Since it came.</param>
    internal void Ended(TimeSpan latency) => _latency.Record(latency);

    /// <summary>A batch ended.</summary>
    /// <param name="size">How many jobs it had.</param>
    /// <param name="run">How long it ran.</param>
    /// <param name="summary">What came of it.</param>
    internal void Ran(int size, TimeSpan run, BatchSummary summary)
    {
        _run.Record(run);
        _batches++;
        _succeeded += summary.Succeeded;
        _failed += size - summary.Succeeded;
        LastFault = summary.Fault?.Message ?? LastFault;
        if (summary.Succeeded > 0)
        {
            MeanRun = MeanRun == TimeSpan.Zero ? run : MeanRun + ((run - MeanRun) * MeanRate);
            FailuresInRow = 0;
        }
        else if (summary.ModelFailures == size)
        {
            FailuresInRow++;
        }
    }

    /// <summary>Adds what is known to a status.</summary>
    internal ReplicaStatus Describe(ReplicaStatus status)
    {
        var latency = _latency.Summarize();
        return status with
        {
            Batches = _batches,
            Succeeded = _succeeded,
            Failed = _failed,
            MedianLatency = latency.Count > 0 ? latency.Median : null,
            P95Latency = latency.Count > 0 ? latency.P95 : null,
            QueueWait = Percentiles(_queueWait),
            Run = Percentiles(_run),
            LastFault = LastFault,
        };
    }

    private static LatencyPercentiles? Percentiles(LatencyHistogram histogram) =>
        histogram.Summarize() is { Count: > 0 } times ? new LatencyPercentiles(times.Median, times.P95, times.P99) : null;
}
