namespace Jarvis.Models.Serving;

/// <summary>What waits for one tenant at one priority in one bucket, in the order in which it came.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class BucketFlow<T>
{
    internal BucketFlow() => InRing = new LinkedListNode<BucketFlow<T>>(this);

    internal TenantLane<T> Lane { get; private set; } = null!;

    internal BucketQueue<T> Bucket { get; private set; } = null!;

    /// <summary>How many requests it may still add to batches before it is another's turn.</summary>
    internal int Turn { get; set; }

    internal LinkedList<QueueTicket<T>> Tickets { get; } = [];

    internal LinkedListNode<BucketFlow<T>> InRing { get; }

    internal BucketFlow<T> Begin(TenantLane<T> lane, BucketQueue<T> bucket)
    {
        (Lane, Bucket, Turn) = (lane, bucket, 0);
        return this;
    }

    internal void End() => (Lane, Bucket) = (null!, null!);
}
