using System.Collections.Immutable;
using Jarvis.Models.Serving;

namespace Jarvis.Models;

/// <summary>What happened to the jobs of one model. Only touched in the engine's gate.</summary>
internal sealed class ModelRecord
{
    private const int MaxDeadLetters = 16;
    private const double MeanRate = 0.2;
    private const double ForgetRate = 0.05;

    private readonly LatencyHistogram _latency = new();
    private ImmutableArray<DeadLetter> _dead = [];
    private TimeSpan? _meanOfJob;
    private long _succeeded;
    private long _failed;
    private long _refused;

    /// <summary>How it last broke; null when it never did.</summary>
    internal string? LastFault { get; private set; }

    /// <summary>
    /// The time of the quickest batches, zero when none has run: what a job takes at least. Jobs differ, and one that might be quick is not
    /// to be refused for those that were slow.
    /// </summary>
    internal TimeSpan Quickest { get; private set; }

    /// <summary>How long jobs wait, by the mean of what they take.</summary>
    /// <param name="ahead">How many run before.</param>
    /// <param name="places">How many batches run at once.</param>
    internal TimeSpan ExpectedWait(int ahead, int places) => (_meanOfJob ?? TimeSpan.Zero) * ahead / places;

    /// <summary>A job was refused.</summary>
    internal void Refuse() => _refused++;

    /// <summary>It broke.</summary>
    /// <param name="reason">How.</param>
    internal void Broke(string reason) => LastFault = reason;

    /// <summary>A job ended.</summary>
    /// <param name="latency">Since it came.</param>
    internal void Ended(TimeSpan latency) => _latency.Record(latency);

    /// <summary>A batch ended.</summary>
    /// <param name="size">How many jobs it had.</param>
    /// <param name="time">How long it ran.</param>
    /// <param name="summary">What came of it.</param>
    internal void Ran(int size, TimeSpan time, BatchSummary summary)
    {
        _succeeded += summary.Succeeded;
        _failed += size - summary.Succeeded;
        LastFault = summary.Fault?.Message ?? LastFault;
        if (!summary.Dead.IsEmpty)
        {
            _dead = [.. _dead.AddRange(summary.Dead).TakeLast(MaxDeadLetters)];
        }

        // A batch that failed at once, or hung, says nothing of what work takes.
        if (summary.Succeeded > 0)
        {
            var job = time / size;
            _meanOfJob = _meanOfJob is { } mean ? mean + ((job - mean) * MeanRate) : job;
            Quickest = Quickest == TimeSpan.Zero || time < Quickest ? time : Quickest + ((time - Quickest) * ForgetRate);
        }
    }

    /// <summary>Adds what is known to a status.</summary>
    internal ReplicaStatus Describe(ReplicaStatus status)
    {
        var latency = _latency.Summarize();
        return status with
        {
            Succeeded = _succeeded,
            Failed = _failed,
            Refused = _refused,
            MedianLatency = latency.Count > 0 ? latency.Median : null,
            P95Latency = latency.Count > 0 ? latency.P95 : null,
            LastFault = LastFault,
            DeadLetters = _dead,
        };
    }
}
