using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class DeadlineAdmissionPolicyTests
{
    private static readonly DeadlineAdmissionPolicy Policy = new();

    [Fact]
    public void Tenants_that_flood_a_queue_fill_it_together_and_leave_room_for_one_more()
    {
        const int Capacity = 1000;
        var own = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var tenant = i % own.Length;
            own[tenant] += Policy.Decide(At(own.Sum(), own[tenant], Capacity)).IsAdmitted ? 1 : 0;
        }

        Assert.All(own, count => Assert.InRange(count, 95, 100));
        Assert.InRange(Capacity - own.Sum(), 20, 30);
        Assert.True(Policy.Decide(At(own.Sum(), own: 0, Capacity)).IsAdmitted);
    }

    [Fact]
    public void A_queue_of_one_place_takes_one() =>
        Assert.Equal([true, false], new[] { At(0, 0, 1), At(1, 1, 1) }.Select(situation => Policy.Decide(situation).IsAdmitted));

    [Fact]
    public void Without_a_deadline_time_does_not_matter() =>
        Assert.True(Policy.Decide(At(5, 5, 100) with { ExpectedWait = TimeSpan.FromHours(1) }).IsAdmitted);

    [Theory]
    [InlineData(3.1, null, 0)]
    [InlineData(3.0, null, 0)]
    [InlineData(2.5, "is busy for about 3,000 ms, longer than the 2,500 ms left", 0.5)]
    [InlineData(0.4, "takes about 1,000 ms, longer than the 400 ms left; give it more time", 1)]
    [InlineData(-2, "takes about 1,000 ms, longer than the 0 ms left; give it more time", 1)]
    public void A_deadline_that_cannot_be_made_is_told_with_a_time_to_come_back(double left, string? reason, double retryAfter)
    {
        var decision = Policy.Decide(At(2, 2, 100) with
        {
            ExpectedWait = TimeSpan.FromSeconds(2),
            ExpectedRun = TimeSpan.FromSeconds(1),
            TimeLeft = TimeSpan.FromSeconds(left),
        });

        Assert.Equal((reason, TimeSpan.FromSeconds(retryAfter)), (decision.Reason, decision.RetryAfter));
    }

    [Fact]
    public void A_refusal_always_has_a_time_to_come_back() =>
        Assert.True(Policy.Decide(At(100, 100, 100)).RetryAfter > TimeSpan.Zero);

    private static AdmissionSituation At(int waiting, int own, int capacity) =>
        new(waiting, own, capacity, TimeSpan.Zero, TimeSpan.Zero, null);
}
