using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// Finds out when a network is loaded how it is best run: how many threads, and the largest batch that pays. Sizes are doubled while that
/// makes requests cheaper; all are then measured in turns, so that what else the machine does hits all alike.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LoadProfiler(TimeProvider time)
{
    private const int Rounds = 7;

    /// <summary>How often what is close is compared.</summary>
    private const int Comparisons = 5;

    /// <summary>How far from the least gain is close.</summary>
    private const double Close = 1.15;

    /// <summary>What keeps a clock that stands still from never ending it.</summary>
    private const int MaxRuns = 10_000;

    private static readonly TimeSpan LeastSample = TimeSpan.FromMilliseconds(3);

    /// <summary>How much slower than the best a size may be and the next still be looked at.</summary>
    private const double Worse = 1.15;

    /// <summary>Measures.</summary>
    /// <param name="runs">For each number of threads what runs a batch of a size.</param>
    /// <param name="largest">The largest batch to think of, from 1.</param>
    /// <param name="budget">About how long it may take; each size that is looked at is run three times all the same, and what is close is compared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public LoadProfile Measure(
        IReadOnlyDictionary<int, Action<int>> runs, int largest, TimeSpan budget, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var times = new Dictionary<(int Threads, int Size), TimeSpan>();
        foreach (var (threads, run) in runs)
        {
            Explore(threads, run, largest, budget / runs.Count / 4, times, cancellationToken);
        }

        for (var round = 0; round < Rounds && time.GetElapsedTime(start) < budget; round++)
        {
            foreach (var (threads, size) in times.Keys.ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var again = Time(runs[threads], size);
                times[(threads, size)] = again < times[(threads, size)] ? again : times[(threads, size)];
            }
        }

        Compare(runs, times, cancellationToken);
        return LoadProfile.Choose(Points(times));
    }

    private static List<ProfilePoint> Points(Dictionary<(int Threads, int Size), TimeSpan> times) =>
        [.. times.Select(point => new ProfilePoint(point.Key.Threads, point.Key.Size, point.Value))];

    /// <summary>
    /// Where batches gain about as much as they have to, runs one by one are compared with them over the same length of time: the shortest of many short
    /// runs is luckier than that of as many long ones.
    /// </summary>
    private void Compare(
        IReadOnlyDictionary<int, Action<int>> runs, Dictionary<(int Threads, int Size), TimeSpan> times, CancellationToken cancellationToken)
    {
        var (single, best) = LoadProfile.Contenders(Points(times));
        if (best.Size == 1 || best.Rate / single.Rate / AdaptiveBatchPolicy.LeastGain is < 1 / Close or > Close)
        {
            return;
        }

        var gains = new List<double>(Comparisons);
        while (gains.Count < Comparisons)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var together = Time(runs[best.Threads], best.Size);
            gains.Add(best.Size * (Time(runs[single.Threads], 1, together) / together));
        }

        gains.Sort();
        times[(best.Threads, best.Size)] = single.Time * (best.Size / gains[Comparisons / 2]);
    }

    private void Explore(
        int threads,
        Action<int> run,
        int largest,
        TimeSpan longest,
        Dictionary<(int Threads, int Size), TimeSpan> times,
        CancellationToken cancellationToken)
    {
        var best = TimeSpan.MaxValue;
        for (var size = 1; size <= largest; size *= 2)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The first run of a size allocates. One of the others may be disturbed, and must not end the search.
            run(size);
            var (one, other) = (Time(run, size), Time(run, size));
            var taken = one < other ? one : other;
            times[(threads, size)] = taken;
            best = taken / size < best ? taken / size : best;
            if (taken / size > best * Worse || taken * 2 > longest)
            {
                return;
            }
        }
    }

    /// <summary>The time of a run. One that is too short for the clock, or for the switch of a thread not to matter, is run again and again.</summary>
    private TimeSpan Time(Action<int> run, int size, TimeSpan atLeast = default)
    {
        var (start, runs) = (time.GetTimestamp(), 0);
        TimeSpan taken;
        do
        {
            run(size);
            runs++;
            taken = time.GetElapsedTime(start);
        }
        while ((taken < LeastSample || taken < atLeast) && runs < MaxRuns);
        return taken > TimeSpan.Zero ? taken / runs : TimeSpan.FromTicks(1);
    }
}
