namespace Jarvis.Models.Serving;

/// <summary>
/// Batches where measured costs say that it pays, and nowhere else. A batch is what waits when the replica is free: under load batches fill
/// by themselves while the one before runs. It waits for more only when those that are expected, by what came before, would raise the rate by
/// <see cref="LeastGain"/> after the waiting is paid: so it does for callers that ask again as soon as they are answered, and never for a
/// caller that is alone. Where several tenants ask, a batch that has begun is what a quiet one waits for behind one that floods: then smaller batches are
/// made, as long as the rate stays near to the best.
/// </summary>
/// <param name="latencyGoal">How long a request may take from its coming to its end; bounds the batch and the waiting.</param>
public sealed class AdaptiveBatchPolicy(TimeSpan latencyGoal) : IBatchPolicy
{
    /// <summary>How many times faster batches must be than requests one by one before they are made.</summary>
    public const double LeastGain = 1.1;

    /// <summary>How near to the best rate a smaller batch, which answers sooner, is as good.</summary>
    private const double AsGood = 0.98;

    /// <summary>The same where several tenants ask.</summary>
    private const double AsGoodShared = 0.8;

    /// <summary>The size that gives the most requests a second within the latency goal: 1 where batching does not pay.</summary>
    /// <param name="costs">What batches cost.</param>
    /// <param name="most">The largest to think of, from 1.</param>
    /// <param name="isShared">Whether several tenants ask.</param>
    public int BestSize(BatchCosts costs, int most, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var (limit, best) = (Math.Min(most, costs.Ceiling), costs.Rate(1));
        var goal = best * LeastGain;
        for (var size = 2; size <= limit && Fits(costs, size); size++)
        {
            best = Math.Max(best, costs.Rate(size));
        }

        if (best < goal)
        {
            return 1;
        }

        var smallest = 1;
        while (costs.Rate(smallest) < best * (isShared ? AsGoodShared : AsGood))
        {
            smallest++;
        }

        return smallest;
    }

    /// <inheritdoc/>
    public BatchDecision Decide(in BatchSituation situation)
    {
        var costs = situation.Costs;
        var now = BestSize(costs, situation.Waiting, situation.IsShared);
        var expected = (int)Math.Round(situation.Expected);
        if (!costs.IsMeasured || expected == 0)
        {
            return BatchDecision.Run(now);
        }

        var later = BestSize(costs, situation.Waiting + expected, situation.IsShared);
        var left = costs.Window - situation.Held;
        var pays = later > situation.Waiting && left > TimeSpan.Zero
            && later / (left + costs[later]).TotalSeconds > LeastGain * now / costs[now].TotalSeconds;
        return pays && HasTime(situation, left + costs[later]) ? BatchDecision.WaitFor(left) : BatchDecision.Run(now);
    }

    private bool HasTime(in BatchSituation situation, TimeSpan needed) =>
        situation.OldestWait + needed <= latencyGoal && !(situation.TimeLeft < needed);

    private bool Fits(BatchCosts costs, int size) => costs[size] <= latencyGoal;
}
