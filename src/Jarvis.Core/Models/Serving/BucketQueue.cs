namespace Jarvis.Models.Serving;

/// <summary>What waits in one bucket, of all tenants.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class BucketQueue<T>
{
    private readonly LinkedList<BucketFlow<T>>[] _rings = [[], []];

    internal BatchBucket Bucket { get; private set; }

    internal LinkedList<QueueTicket<T>> Tickets { get; } = [];

    /// <summary>The tenants of a priority; the first has the turn.</summary>
    internal LinkedList<BucketFlow<T>> Ring(RequestPriority priority) => _rings[(int)priority];

    internal BucketQueue<T> Begin(BatchBucket bucket)
    {
        Bucket = bucket;
        return this;
    }
}
