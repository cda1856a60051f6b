using System.Numerics;

namespace Jarvis.Models.Serving;

/// <summary>
/// Counts times in buckets of a sixteenth of their size, from a microsecond to more than an hour, so that a percentile is at most 6 % too
/// high, whatever comes, in a fixed 4 KB. Any number of threads may record and read at once without a lock.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 4;
    private const int SubBuckets = 1 << SubBits;
    private const int Octaves = 28;

    private readonly long[] _counts = new long[(Octaves + 1) * SubBuckets];

    /// <summary>Counts a time. What is below zero counts as zero, what is above an hour as the last bucket.</summary>
    /// <param name="time">The time.</param>
    public void Record(TimeSpan time) => Interlocked.Increment(ref _counts[IndexOf((long)time.TotalMicroseconds)]);

    /// <summary>What was recorded until now.</summary>
    public LatencySummary Summarize()
    {
        var counts = new long[_counts.Length];
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Volatile.Read(ref _counts[i]);
            total += counts[i];
        }

        return total == 0
            ? default
            : new LatencySummary(total, At(counts, total, 0.5), At(counts, total, 0.95), At(counts, total, 0.99), At(counts, total, 1));
    }

    private static TimeSpan At(long[] counts, long total, double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        var i = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[i])
        {
            i++;
        }

        return TimeSpan.FromMicroseconds(UpperBound(i));
    }

    // The first buckets hold a microsecond each; from there on every doubling has as many buckets.
    private static int IndexOf(long microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)Math.Max(0, microseconds);
        }

        var octave = BitOperations.Log2((ulong)microseconds) - SubBits;
        var index = ((octave + 1) * SubBuckets) + (int)((microseconds >> octave) - SubBuckets);
        return Math.Min(index, ((Octaves + 1) * SubBuckets) - 1);
    }

    private static long UpperBound(int index)
    {
        var octave = Math.Max(0, (index / SubBuckets) - 1);
        var first = index < SubBuckets ? index : SubBuckets + (index % SubBuckets);
        return (first + 1L) << octave;
    }
}
