using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class BatchCostsTests
{
    [Fact]
    public void Sizes_between_those_measured_lie_between_their_costs()
    {
        var costs = BatchCosts.From([(1, Ms(10)), (2, Ms(12)), (4, Ms(20)), (6, Ms(40))]);

        Assert.Equal([10, 12, 16, 20, 30, 40, 50], Enumerable.Range(1, 7).Select(size => Math.Round(costs[size].TotalMilliseconds, 3)));
        Assert.Equal(5, costs.LeastPerRequest.TotalMilliseconds, 3);
        Assert.Equal(6, costs.Ceiling);
    }

    [Fact]
    public void The_window_is_a_quarter_of_a_request_and_no_finer_than_a_timer()
    {
        Assert.Equal(Ms(2.5), BatchCosts.From([(1, Ms(10))]).Window);
        Assert.Equal(Ms(1), BatchCosts.From([(1, Ms(0.01))]).Window);
    }

    [Fact]
    public void What_is_measured_again_and_again_is_believed()
    {
        var costs = new BatchCosts(8);
        Assert.False(costs.IsMeasured);
        for (var i = 0; i < 300; i++)
        {
            costs.Observe(1, Ms(10));
            costs.Observe(8, Ms(88));
        }

        Assert.Equal(10, costs[1].TotalMilliseconds, 0.5);
        Assert.Equal(88, costs[8].TotalMilliseconds, 4.0);
    }

    [Fact]
    public void A_machine_that_is_busy_with_something_else_makes_all_sizes_dearer_and_changes_no_choice()
    {
        var costs = BatchCosts.From([(1, Ms(10)), (2, Ms(12)), (4, Ms(16)), (8, Ms(24))]);
        var before = costs.Rate(8) / costs.Rate(1);

        // What others take comes and goes.
        for (var i = 0; i < 40; i++)
        {
            costs.Observe(8, Ms(i / 10 % 2 == 0 ? 72 : 24));
        }

        Assert.InRange(costs.Rate(8) / costs.Rate(1), before * 0.8, before * 1.25);
    }

    [Fact]
    public void One_wild_sample_changes_little()
    {
        var costs = BatchCosts.From([(1, Ms(10)), (2, Ms(12))]);

        costs.Observe(1, TimeSpan.FromMinutes(1));

        Assert.InRange(costs[1].TotalMilliseconds, 10, 16);
    }

    [Fact]
    public void What_was_not_measured_for_long_is_what_the_profile_said_again()
    {
        var costs = BatchCosts.From([(1, Ms(10)), (2, Ms(10))]);
        for (var i = 0; i < 50; i++)
        {
            costs.Observe(2, Ms(30));
            costs.Observe(1, Ms(10));
        }

        Assert.True(costs.Rate(2) < costs.Rate(1));
        for (var i = 0; i < 5000; i++)
        {
            costs.Observe(1, Ms(10));
        }

        Assert.Equal(2, costs.Rate(2) / costs.Rate(1), 0.1);
    }

    [Fact]
    public void Another_bucket_has_the_curve_and_finds_its_own_scale()
    {
        var costs = BatchCosts.From([(1, Ms(10)), (2, Ms(12))]).ForAnotherBucket();
        Assert.False(costs.IsMeasured);
        Assert.Equal(TimeSpan.Zero, costs[2]);

        costs.Observe(1, Ms(100));

        Assert.Equal(120, costs[2].TotalMilliseconds, 3);
    }

    [Fact]
    public void A_profile_with_gaps_is_refused()
    {
        Assert.Throws<ArgumentException>(() => BatchCosts.From([]));
        Assert.Throws<ArgumentException>(() => BatchCosts.From([(1, Ms(1)), (4, Ms(2))]));
        Assert.Throws<ArgumentException>(() => BatchCosts.From([(1, TimeSpan.Zero)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchCosts(0));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
