using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class AdaptiveBatchPolicyTests
{
    private static readonly AdaptiveBatchPolicy Policy = new(latencyGoal: TimeSpan.FromSeconds(1));

    [Fact]
    public void A_model_that_gains_less_than_a_tenth_is_run_one_by_one()
    {
        var costs = Costs(8, static size => size / 1.09);

        Assert.All(Enumerable.Range(1, 20), waiting => Assert.Equal(1, Decide(costs, waiting).Size));
    }

    [Fact]
    public void A_model_that_is_slower_in_larger_batches_is_run_in_the_best()
    {
        // PP-OCR recognition on two cores, made to gain a little: 44 lines a second one by one, 53 by four, 28 by sixteen.
        var costs = BatchCosts.From([(1, Ms(22.7)), (2, Ms(40)), (4, Ms(75)), (8, Ms(200)), (16, Ms(571))]);

        Assert.Equal([1, 2, 3, 4, 4, 4], new[] { 1, 2, 3, 4, 5, 30 }.Select(waiting => Decide(costs, waiting).Size));
    }

    [Fact]
    public void Where_batching_pays_a_batch_is_all_that_waits_up_to_the_ceiling()
    {
        var costs = Costs(8, static _ => 1);

        Assert.Equal([1, 3, 8, 8], new[] { 1, 3, 8, 100 }.Select(waiting => Decide(costs, waiting).Size));
    }

    [Fact]
    public void A_batch_is_never_longer_than_the_latency_goal()
    {
        var costs = BatchCosts.From([(1, Ms(300)), (2, Ms(400)), (4, Ms(600)), (8, Ms(1100))]);

        Assert.Equal(6, Decide(costs, waiting: 20).Size);
    }

    [Fact]
    public void Nobody_waits_when_nobody_is_expected()
    {
        var costs = Costs(32, static _ => 1);

        Assert.All(Enumerable.Range(1, 31), waiting => Assert.Equal(waiting, Decide(costs, waiting, expected: 0.4).Size));
    }

    [Fact]
    public void Those_that_are_expected_are_waited_for_where_the_rate_gains()
    {
        var costs = Costs(32, static _ => 40);

        var decision = Decide(costs, waiting: 4, expected: 4);

        Assert.Equal((0, Ms(10)), (decision.Size, decision.Wait));
        Assert.Equal(Ms(4), Decide(costs, waiting: 5, expected: 3, held: Ms(6)).Wait);
        Assert.Equal(5, Decide(costs, waiting: 5, expected: 3, held: Ms(10)).Size);
        Assert.Equal(32, Decide(costs, waiting: 32, expected: 10).Size);
    }

    [Fact]
    public void A_stream_that_does_not_outrun_the_replica_is_not_held_back()
    {
        // A batch costs 10 ms whatever its size, the window is 2.5 ms: what comes in it, at a steady rate, is no more than its share.
        var costs = Costs(32, static _ => 10);

        Assert.All(Enumerable.Range(4, 28), waiting => Assert.Equal(waiting, Decide(costs, waiting, expected: waiting / 4.0).Size));
    }

    [Fact]
    public void A_linear_model_is_never_held_back() =>
        Assert.Equal(1, Decide(Costs(32, static size => 40 * size), waiting: 4, expected: 20).Size);

    [Fact]
    public void A_deadline_or_the_latency_goal_that_is_near_ends_the_waiting()
    {
        var costs = Costs(32, static _ => 40);

        Assert.Equal(4, Policy.Decide(new BatchSituation(4, Ms(1), default, 4, Ms(45), false, costs)).Size);
        Assert.Equal(0, Policy.Decide(new BatchSituation(4, Ms(1), default, 4, Ms(55), false, costs)).Size);
        Assert.Equal(4, Policy.Decide(new BatchSituation(4, Ms(960), default, 4, null, false, costs)).Size);
    }

    [Fact]
    public void What_was_never_measured_is_run_at_once_in_a_batch() =>
        Assert.Equal(7, Decide(new BatchCosts(8), waiting: 20, expected: 9).Size);

    [Fact]
    public void Where_several_tenants_ask_the_batch_is_the_smallest_whose_rate_is_near_to_the_best()
    {
        var little = Costs(8, static size => size / (size == 1 ? 1 : 1.2));
        var much = Costs(16, static size => 3 + size);

        Assert.Equal((2, 1), (Decide(little, waiting: 20).Size, Decide(little, waiting: 20, isShared: true).Size));
        Assert.Equal((15, 7), (Decide(much, waiting: 20).Size, Decide(much, waiting: 20, isShared: true).Size));
    }

    private static BatchDecision Decide(BatchCosts costs, int waiting, double expected = 0, TimeSpan held = default, bool isShared = false) =>
        Policy.Decide(new BatchSituation(waiting, held, held, expected, null, isShared, costs));

    private static BatchCosts Costs(int ceiling, Func<int, double> milliseconds) =>
        BatchCosts.From([.. BatchCosts.SizesUpTo(ceiling).Select(size => (size, Ms(milliseconds(size))))]);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
