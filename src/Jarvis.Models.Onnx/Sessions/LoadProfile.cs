using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>How a network is best run on this machine.</summary>
/// <param name="Threads">The threads of one run.</param>
/// <param name="Costs">What batches cost; the ceiling is 1 where batching does not pay.</param>
internal sealed record LoadProfile(int Threads, BatchCosts Costs)
{
    /// <summary>How near to the best rate a smaller batch, which answers sooner, is as good.</summary>
    private const double AsGood = 0.98;

    /// <summary>Chooses from what was measured.</summary>
    /// <param name="points">For each number of threads the times of batches of 1, 2, 4 and so on, as far as was measured.</param>
    public static LoadProfile Choose(IReadOnlyList<ProfilePoint> points)
    {
        var (single, best) = Contenders(points);
        if (best.Rate < single.Rate * AdaptiveBatchPolicy.LeastGain)
        {
            return new LoadProfile(single.Threads, BatchCosts.From([(1, single.Time)]));
        }

        var (threads, ceiling) = (best.Threads, best.Size);
        var curve = points.Where(point => point.Threads == threads).OrderBy(point => point.Size);
        return new LoadProfile(threads, BatchCosts.From([.. curve.Where(point => point.Size <= ceiling).Select(point => (point.Size, point.Time))]));
    }

    /// <summary>The fastest one by one, which is what batches have to beat, and the best of all.</summary>
    internal static (ProfilePoint Single, ProfilePoint Best) Contenders(IReadOnlyList<ProfilePoint> points) =>
        (Best([.. points.Where(point => point.Size == 1)]), Best(points));

    /// <summary>Of those that are as good as the best the one with the fewest threads, which are left to others, and the smallest batch.</summary>
    private static ProfilePoint Best(IReadOnlyList<ProfilePoint> points)
    {
        var rate = points.Max(point => point.Rate);
        return points.Where(point => point.Rate >= rate * AsGood).OrderBy(point => point.Threads).ThenBy(point => point.Size).First();
    }
}
