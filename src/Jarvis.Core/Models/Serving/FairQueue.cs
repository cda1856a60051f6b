using System.Diagnostics;
using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>
/// A bounded queue that gives batches. Tenants take turns by deficit round robin (M. Shreedhar and G. Varghese, "Efficient Fair Queuing
/// Using Deficit Round Robin", SIGCOMM 1995): whose turn it is names the bucket of the next batch, the rest of the batch is filled in turns
/// with what waits in that bucket, and a tenant that got more than its turn that way owes it. Interactive requests go before batch ones,
/// which are first once in <see cref="BatchTurn"/> batches all the same. Requests of one tenant, priority and bucket leave in the order in
/// which they came.
/// </summary>
/// <remarks>All operations take constant time, amortised over the requests. Not safe for several threads at once.</remarks>
/// <typeparam name="T">What waits.</typeparam>
#pragma warning disable CA1711 // It is a queue, though none of System.Collections.
public sealed class FairQueue<T>
#pragma warning restore CA1711
{
    /// <summary>While both priorities wait, one batch of so many begins with a request of <see cref="RequestPriority.Batch"/>.</summary>
    public const int BatchTurn = 8;

    private const int Kept = 64;

    private readonly LaneRing<T>[] _rings = [new(), new()];
    private readonly Dictionary<BatchBucket, BucketQueue<T>> _buckets = [];
    private readonly Stack<TenantLane<T>> _spareLanes = new();
    private readonly Stack<BucketFlow<T>> _spareFlows = new();
    private readonly Stack<BucketQueue<T>> _spareBuckets = new();
    private int _waitingInteractive;
    private int _turnsOfInteractive;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">The most that may wait, from 1.</param>
    public FairQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>The most that may wait.</summary>
    public int Capacity { get; }

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Queues a ticket behind those of its tenant.</summary>
    /// <param name="ticket">A ticket that is in no queue.</param>
    /// <param name="terms">For whom; the weight counts for all that the tenant has waiting.</param>
    /// <param name="bucket">What it can share a batch with.</param>
    /// <param name="now">The time, in any unit: given back in <see cref="QueueHead.Oldest"/>.</param>
    /// <returns>False when the queue is full.</returns>
    public bool TryEnqueue(QueueTicket<T> ticket, in RequestTerms terms, BatchBucket bucket, long now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Weight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.Weight, RequestTerms.MaxWeight);
        if (ticket.IsQueued)
        {
            throw new ArgumentException("The ticket waits already.", nameof(ticket));
        }

        if (Count == Capacity)
        {
            return false;
        }

        var lane = LaneOf(terms);
        lane.Weight = terms.Weight;
        var flow = FlowOf(lane, bucket);
        (ticket.Terms, ticket.Enqueued, ticket.Flow) = (terms, now, flow);
        lane.Tickets.AddLast(ticket.InLane);
        flow.Tickets.AddLast(ticket.InFlow);
        flow.Bucket.Tickets.AddLast(ticket.InBucket);
        Count++;
        _waitingInteractive += terms.Priority is RequestPriority.Interactive ? 1 : 0;
        return true;
    }

    /// <summary>Takes a ticket out, wherever it waits.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <returns>False when it does not wait (any more).</returns>
    public bool Remove(QueueTicket<T> ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.Flow is not { } flow)
        {
            return false;
        }

        ticket.Flow = null;
        flow.Lane.Tickets.Remove(ticket.InLane);
        flow.Tickets.Remove(ticket.InFlow);
        flow.Bucket.Tickets.Remove(ticket.InBucket);
        Count--;
        _waitingInteractive -= ticket.Terms.Priority is RequestPriority.Interactive ? 1 : 0;
        DropEmpty(flow);
        return true;
    }

    /// <summary>What <see cref="Take"/> would begin with. Takes nothing.</summary>
    /// <param name="head">What comes next.</param>
    /// <returns>False when nothing waits.</returns>
    public bool TryPeek(out QueueHead head)
    {
        if (Count == 0)
        {
            head = default;
            return false;
        }

        var first = First();
        var bucket = first.Flow!.Bucket;
        head = new QueueHead(bucket.Bucket, bucket.Tickets.Count, bucket.Tickets.First!.Value.Enqueued, first.Terms.Deadline);
        return true;
    }

    /// <summary>Takes the next batch: as many as there are of its bucket, up to a limit.</summary>
    /// <param name="max">The most to take, from 1.</param>
    /// <param name="taken">Where to add them.</param>
    /// <returns>How many were taken.</returns>
    public int Take(int max, ICollection<T> taken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentNullException.ThrowIfNull(taken);
        if (Count == 0)
        {
            return 0;
        }

        var first = First();
        var (flow, priority) = (first.Flow!, first.Terms.Priority);
        _turnsOfInteractive = priority is RequestPriority.Interactive && _waitingInteractive < Count ? _turnsOfInteractive + 1 : 0;
        var bucket = flow.Bucket;
        var count = Math.Min(max, bucket.Tickets.Count);
        bucket.Ring(priority).Remove(flow.InRing);
        bucket.Ring(priority).AddFirst(flow.InRing);
        var left = Fill(bucket, priority, count, taken);
        Fill(bucket, priority is RequestPriority.Interactive ? RequestPriority.Batch : RequestPriority.Interactive, left, taken);
        return count;
    }

    /// <summary>What one more request of a tenant would find.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="priority">The priority of the request.</param>
    public QueueShare ShareOf(TenantId tenant, RequestPriority priority)
    {
        var ring = _rings[(int)priority];
        var lane = ring.Find(tenant);
        var own = lane?.Tickets.Count ?? 0;
        var sameClass = priority is RequestPriority.Interactive ? _waitingInteractive : Count - _waitingInteractive;
        var others = ring.Count - (lane is null ? 0 : 1);
        var inTurns = Math.Min(sameClass, own + ((long)(own + 1) * others));
        return new QueueShare(own, (int)inTurns + (priority is RequestPriority.Batch ? _waitingInteractive : 0));
    }

    private QueueTicket<T> First()
    {
        var batchWaits = _waitingInteractive < Count;
        var interactive = _waitingInteractive > 0 && !(batchWaits && _turnsOfInteractive >= BatchTurn - 1);
        return _rings[interactive ? 0 : 1].Next().Tickets.First!.Value;
    }

    private int Fill(BucketQueue<T> bucket, RequestPriority priority, int count, ICollection<T> taken)
    {
        var ring = bucket.Ring(priority);
        while (count > 0 && ring.First is { } node)
        {
            var flow = node.Value;
            flow.Turn = flow.Turn > 0 ? flow.Turn : flow.Lane.Weight;
            if (--flow.Turn == 0)
            {
                ring.Remove(node);
                ring.AddLast(node);
            }

            TakeOne(flow.Tickets.First!.Value, taken);
            count--;
        }

        return count;
    }

    private void TakeOne(QueueTicket<T> ticket, ICollection<T> taken)
    {
        ticket.Flow!.Lane.Deficit--;
        var removed = Remove(ticket);
        Debug.Assert(removed, "What is taken waited.");
        taken.Add(ticket.Item);
    }

    private TenantLane<T> LaneOf(in RequestTerms terms)
    {
        var ring = _rings[(int)terms.Priority];
        if (ring.Find(terms.Tenant) is { } known)
        {
            return known;
        }

        var lane = (_spareLanes.TryPop(out var spare) ? spare : new TenantLane<T>()).Begin(terms.Tenant, terms.Priority);
        ring.Add(lane);
        return lane;
    }

    private BucketFlow<T> FlowOf(TenantLane<T> lane, BatchBucket bucket)
    {
        if (lane.Flows.TryGetValue(bucket, out var known))
        {
            return known;
        }

        if (!_buckets.TryGetValue(bucket, out var queue))
        {
            queue = (_spareBuckets.TryPop(out var spareQueue) ? spareQueue : new BucketQueue<T>()).Begin(bucket);
            _buckets.Add(bucket, queue);
        }

        var flow = (_spareFlows.TryPop(out var spare) ? spare : new BucketFlow<T>()).Begin(lane, queue);
        lane.Flows.Add(bucket, flow);
        queue.Ring(lane.Priority).AddLast(flow.InRing);
        return flow;
    }

    private void DropEmpty(BucketFlow<T> flow)
    {
        if (flow.Tickets.Count > 0)
        {
            return;
        }

        var (lane, bucket) = (flow.Lane, flow.Bucket);
        bucket.Ring(lane.Priority).Remove(flow.InRing);
        lane.Flows.Remove(bucket.Bucket);
        flow.End();
        Keep(_spareFlows, flow);
        if (lane.Tickets.Count == 0)
        {
            _rings[(int)lane.Priority].Remove(lane);
            Keep(_spareLanes, lane);
        }

        if (bucket.Tickets.Count == 0)
        {
            _buckets.Remove(bucket.Bucket);
            Keep(_spareBuckets, bucket);
        }
    }

    private static void Keep<TPart>(Stack<TPart> spares, TPart part)
    {
        if (spares.Count < Kept)
        {
            spares.Push(part);
        }
    }
}
