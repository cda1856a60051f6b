namespace Jarvis.Models.Serving;

/// <summary>What batches cost, for each bucket. Bounded: buckets beyond the limit share one.</summary>
/// <param name="profile">What is known before anything has run: the curve that every bucket begins with.</param>
internal sealed class BatchCostTable(BatchCosts profile)
{
    private const int MaxBuckets = 256;

    private readonly Dictionary<BatchBucket, BatchCosts> _costs = [];

    internal BatchCosts this[BatchBucket bucket]
    {
        get
        {
            if (!_costs.TryGetValue(bucket, out var costs))
            {
                bucket = _costs.Count < MaxBuckets ? bucket : default;
                if (!_costs.TryGetValue(bucket, out costs))
                {
                    // The profile was measured on one bucket; of the others only the shape of the curve is likely to be the same.
                    costs = _costs.Count == 0 ? profile : profile.ForAnotherBucket();
                    _costs.Add(bucket, costs);
                }
            }

            return costs;
        }
    }
}
