using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

/// <summary>
/// Drives a queue by numbers that a property makes up, next to the simplest model of it: a list of what waits. Checks after every step
/// that the two agree.
/// </summary>
public sealed class QueueWorld
{
    private const int Capacity = 24;

    private readonly FairQueue<QueuedRequest> _queue = new(Capacity);
    private readonly List<QueueTicket<QueuedRequest>> _waiting = [];
    private readonly Stack<QueueTicket<QueuedRequest>> _left = new();
    private readonly HashSet<int> _seen = [];
    private int _next;

    public void Play(IEnumerable<int> choices)
    {
        foreach (var choice in choices)
        {
            var (step, rest) = (choice % 8, choice / 8);
            if (step < 5)
            {
                Enqueue(rest);
            }
            else if (step == 5)
            {
                Remove(rest);
            }
            else
            {
                Take(1 + (rest % 6));
            }

            Assert.Equal(_waiting.Count, _queue.Count);
        }
    }

    /// <summary>Takes all that is left.</summary>
    public void Drain(int max)
    {
        while (_waiting.Count > 0)
        {
            Take(max);
        }

        Assert.False(_queue.TryPeek(out _));
        Assert.Equal(0, _queue.Take(1, []));
    }

    private void Enqueue(int choice)
    {
        var terms = new RequestTerms(new TenantId($"t{choice % 4}"), (RequestPriority)(choice / 4 % 2)) { Weight = 1 + (choice % 3) };
        var ticket = new QueueTicket<QueuedRequest>(new QueuedRequest(_next++, terms, new BatchBucket("k", choice / 8 % 3)));
        var queued = _queue.TryEnqueue(ticket, terms, ticket.Item.Bucket, ticket.Item.Number);

        Assert.Equal(_waiting.Count < Capacity, queued);
        Assert.Equal(queued, ticket.IsQueued);
        if (queued)
        {
            _waiting.Add(ticket);
        }
    }

    private void Remove(int choice)
    {
        if (_left.TryPeek(out var gone))
        {
            Assert.False(_queue.Remove(gone));
        }

        if (_waiting.Count > 0)
        {
            var ticket = _waiting[choice % _waiting.Count];
            Assert.True(_queue.Remove(ticket));
            Left(ticket);
        }
    }

    private void Take(int max)
    {
        var peeked = _queue.TryPeek(out var head);
        Assert.Equal(_waiting.Count > 0, peeked);
        var taken = new List<QueuedRequest>();
        var count = _queue.Take(max, taken);
        Assert.Equal(taken.Count, count);
        if (!peeked)
        {
            Assert.Empty(taken);
            return;
        }

        var compatible = _waiting.Where(ticket => ticket.Item.Bucket == head.Bucket).ToList();
        Assert.Equal(compatible.Count, head.Compatible);
        Assert.Equal(compatible.Min(ticket => ticket.Enqueued), head.Oldest);
        Assert.Equal(Math.Min(max, compatible.Count), taken.Count);
        foreach (var request in taken)
        {
            Assert.True(_seen.Add(request.Number), "Taken twice.");
            var first = _waiting.First(ticket => SameLine(ticket.Item, request));
            Assert.Same(request, first.Item);
            Left(first);
        }

        Assert.All(taken, request => Assert.Equal(head.Bucket, request.Bucket));
    }

    private void Left(QueueTicket<QueuedRequest> ticket)
    {
        Assert.False(ticket.IsQueued);
        _waiting.Remove(ticket);
        _left.Push(ticket);
    }

    private static bool SameLine(QueuedRequest one, QueuedRequest other) =>
        (one.Terms.Tenant, one.Terms.Priority, one.Bucket) == (other.Terms.Tenant, other.Terms.Priority, other.Bucket);
}
