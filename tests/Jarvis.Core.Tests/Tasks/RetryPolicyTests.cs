using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new() { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(8) };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(9, 8)]
    public void Delays_double_up_to_the_longest_and_lie_between_half_and_all_of_it(int tries, int seconds)
    {
        var delays = Enumerable.Range(0, 1000).Select(number => Policy.DelayAfter(Attempt(number), tries).TotalSeconds).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, seconds / 2.0, seconds));
        // Spread over the whole range: no tenth of it is empty.
        Assert.Equal(10, delays.Select(delay => (int)Math.Min(9, ((delay / seconds) - 0.5) * 20)).Distinct().Count());
    }

    [Fact]
    public void The_same_attempt_always_waits_as_long() =>
        Assert.Equal(Policy.DelayAfter(Attempt(3), 2), Policy.DelayAfter(Attempt(3), 2));

    private static AttemptId Attempt(int number) => new(TaskId.Parse($"local/c/1/{number}"), 0, 1);
}
