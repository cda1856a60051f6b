using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>What waits for one tenant at one priority, in the order in which it came.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class TenantLane<T>
{
    internal TenantLane() => InRing = new LinkedListNode<TenantLane<T>>(this);

    internal TenantId Tenant { get; private set; }

    internal RequestPriority Priority { get; private set; }

    internal int Weight { get; set; }

    /// <summary>How many requests the tenant may still take in its turn; below 0 where batches took more than its turn, which it then owes.</summary>
    internal int Deficit { get; set; }

    /// <summary>Whether its turn has come and it got its share for it.</summary>
    internal bool HasTurn { get; set; }

    internal LinkedList<QueueTicket<T>> Tickets { get; } = [];

    internal Dictionary<BatchBucket, BucketFlow<T>> Flows { get; } = [];

    internal LinkedListNode<TenantLane<T>> InRing { get; }

    internal TenantLane<T> Begin(TenantId tenant, RequestPriority priority)
    {
        (Tenant, Priority, Deficit, HasTurn) = (tenant, priority, 0, false);
        return this;
    }
}
