using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class FairQueueTests
{
    private readonly FairQueue<string> _queue = new(100);

    [Fact]
    public void Interactive_requests_go_first_and_batch_ones_are_not_starved()
    {
        Add("slow", RequestPriority.Batch, count: 2);
        Add("fast", RequestPriority.Interactive, count: 40);

        var order = Enumerable.Range(0, 20).SelectMany(_ => Take(1)).ToList();

        Assert.Equal(FairQueue<string>.BatchTurn - 1, order.IndexOf("slow"));
        Assert.Equal(2, order.Count(name => name == "slow"));
    }

    [Fact]
    public void A_place_in_a_batch_that_nobody_else_can_use_goes_to_the_other_priority()
    {
        Add("fast", RequestPriority.Interactive);
        Add("slow", RequestPriority.Batch, count: 3);

        Assert.Equal(["fast", "slow", "slow"], Take(3));
    }

    [Fact]
    public void A_batch_is_shared_by_the_tenants_that_wait_in_its_bucket()
    {
        Add("a", count: 10);
        Add("b", count: 10);

        var batch = Take(6);

        Assert.Equal(3, batch.Count(name => name == "a"));
        Assert.Equal(3, batch.Count(name => name == "b"));
    }

    [Fact]
    public void What_a_batch_took_beyond_the_turn_is_owed()
    {
        Add("many", count: 30, bucket: 1);
        Add("few", count: 4, bucket: 2);

        Assert.Equal(8, Take(8).Count(name => name == "many"));
        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(["few"], Take(1)));
        Assert.Equal(["many"], Take(1));
    }

    [Fact]
    public void A_ticket_that_left_can_be_used_again_and_one_that_waits_cannot()
    {
        var ticket = new QueueTicket<string>("again");
        var terms = new RequestTerms(TenantId.Local);
        Assert.True(_queue.TryEnqueue(ticket, terms, default, 1));
        Assert.Throws<ArgumentException>(() => _queue.TryEnqueue(ticket, terms, default, 2));

        Assert.Equal(["again"], Take(1));

        Assert.True(_queue.TryEnqueue(ticket, terms, default, 3));
        Assert.True(_queue.TryPeek(out var head));
        Assert.Equal(3, head.Oldest);
    }

    [Fact]
    public void A_full_queue_takes_one_more_once_one_has_left()
    {
        var queue = new FairQueue<int>(1);
        var first = new QueueTicket<int>(1);
        var second = new QueueTicket<int>(2);
        Assert.True(queue.TryEnqueue(first, new RequestTerms(TenantId.Local), default, 0));
        Assert.False(queue.TryEnqueue(second, new RequestTerms(TenantId.Local), default, 0));

        queue.Remove(first);

        Assert.True(queue.TryEnqueue(second, new RequestTerms(TenantId.Local), default, 0));
    }

    [Fact]
    public void The_head_tells_the_deadline_of_the_first_of_the_batch()
    {
        var deadline = DateTimeOffset.UnixEpoch.AddDays(1);
        _queue.TryEnqueue(new QueueTicket<string>("a"), new RequestTerms(TenantId.Local, Deadline: deadline), new BatchBucket("x", 7), 5);

        Assert.True(_queue.TryPeek(out var head));
        Assert.Equal(new QueueHead(new BatchBucket("x", 7), 1, 5, deadline), head);
    }

    [Fact]
    public void A_quiet_tenant_finds_its_turn_ahead_and_not_the_flood()
    {
        Add("flood", count: 50);
        Add("quiet");

        Assert.Equal(new QueueShare(50, 51), _queue.ShareOf(new TenantId("flood"), RequestPriority.Interactive));
        Assert.Equal(new QueueShare(1, 3), _queue.ShareOf(new TenantId("quiet"), RequestPriority.Interactive));
        Assert.Equal(new QueueShare(0, 2), _queue.ShareOf(new TenantId("new"), RequestPriority.Interactive));
        Assert.Equal(new QueueShare(0, 51), _queue.ShareOf(new TenantId("new"), RequestPriority.Batch));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_weight_that_is_none_is_refused(int weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.TryEnqueue(
            new QueueTicket<string>("a"), new RequestTerms(TenantId.Local) { Weight = weight }, default, 0));

    [Fact]
    public void Queueing_allocates_nothing_once_it_has_run()
    {
        var ticket = new QueueTicket<string>("a");
        var taken = new List<string>(4);
        var terms = new RequestTerms(TenantId.Local);
        for (var i = 0; i < 100; i++)
        {
            Pass();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Pass();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            _queue.TryEnqueue(ticket, terms, new BatchBucket("k", 1), 0);
            _queue.TryPeek(out _);
            taken.Clear();
            _queue.Take(4, taken);
        }
    }

    private void Add(string tenant, RequestPriority priority = RequestPriority.Interactive, int count = 1, int bucket = 0)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_queue.TryEnqueue(
                new QueueTicket<string>(tenant), new RequestTerms(new TenantId(tenant), priority), new BatchBucket("k", bucket), i));
        }
    }

    private List<string> Take(int max)
    {
        var taken = new List<string>();
        _queue.Take(max, taken);
        return taken;
    }
}
