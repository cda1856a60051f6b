namespace Jarvis.Models.Serving;

/// <summary>A place in a <see cref="FairQueue{T}"/>. It can be used again once it has left the queue, so that queueing allocates nothing.</summary>
/// <typeparam name="T">What waits.</typeparam>
public sealed class QueueTicket<T>
{
    /// <summary>Creates a ticket that is in no queue.</summary>
    /// <param name="item">What waits.</param>
    public QueueTicket(T item)
    {
        Item = item;
        InLane = new LinkedListNode<QueueTicket<T>>(this);
        InFlow = new LinkedListNode<QueueTicket<T>>(this);
        InBucket = new LinkedListNode<QueueTicket<T>>(this);
    }

    /// <summary>What waits.</summary>
    public T Item { get; }

    /// <summary>For whom it waits; of the last queue that it was in.</summary>
    public RequestTerms Terms { get; internal set; }

    /// <summary>When it was queued, as the queue was told; of the last queue that it was in.</summary>
    public long Enqueued { get; internal set; }

    /// <summary>Whether it waits now.</summary>
    public bool IsQueued => Flow is not null;

    /// <summary>Where it waits; null where it does not.</summary>
    internal BucketFlow<T>? Flow { get; set; }

    internal LinkedListNode<QueueTicket<T>> InLane { get; }

    internal LinkedListNode<QueueTicket<T>> InFlow { get; }

    internal LinkedListNode<QueueTicket<T>> InBucket { get; }
}
