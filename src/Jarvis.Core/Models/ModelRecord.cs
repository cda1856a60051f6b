using System.Collections.Immutable;

namespace Jarvis.Models;

/// <summary>What happened to the jobs of one model, on whichever replica. Only touched in the engine's gate.</summary>
internal sealed class ModelRecord
{
    private const int MaxDeadLetters = 16;
    private const double MeanRate = 0.2;
    private const double ForgetRate = 0.05;

    private ImmutableArray<DeadLetter> _dead = [];
    private TimeSpan? _meanOfJob;
    private long _refused;

    /// <summary>
    /// The time of the quickest batches, zero when none has run: what a job takes at least. Jobs differ, and one that might be quick is not
    /// to be refused for those that were slow.
    /// </summary>
    internal TimeSpan Quickest { get; private set; }

    /// <summary>How long jobs wait, by the mean of what they take.</summary>
    /// <param name="ahead">How many run before.</param>
    /// <param name="places">How many batches run at once.</param>
    internal TimeSpan ExpectedWait(int ahead, int places) => (_meanOfJob ?? TimeSpan.Zero) * ahead / places;

    /// <summary>The mean share of a job of the time of its batch, by how many run at once; null before one has ended.</summary>
    /// <param name="places">How many batches run at once.</param>
    internal TimeSpan? Each(int places) => _meanOfJob / places;

    /// <summary>A job was refused.</summary>
    internal void Refuse() => _refused++;

    /// <summary>A batch ended.</summary>
    /// <param name="size">How many jobs it had.</param>
    /// <param name="time">How long it ran.</param>
    /// <param name="summary">What came of it.</param>
    internal void Ran(int size, TimeSpan time, BatchSummary summary)
    {
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

    /// <summary>Adds what is known to the status of its first replica.</summary>
    internal ReplicaStatus Describe(ReplicaStatus status) => status with { Refused = _refused, DeadLetters = _dead };
}
