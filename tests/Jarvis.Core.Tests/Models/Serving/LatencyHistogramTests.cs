using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Nothing_recorded_is_nothing() => Assert.Equal(default, new LatencyHistogram().Summarize());

    [Property(MaxTest = 500)]
    public Property Percentiles_are_at_most_a_sixteenth_too_high() => Prop.ForAll(Times, times =>
    {
        var histogram = new LatencyHistogram();
        foreach (var microseconds in times)
        {
            histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        }

        var summary = histogram.Summarize();
        var sorted = times.Order().ToArray();
        Assert.Equal(times.Length, summary.Count);
        Check(0.5, summary.Median);
        Check(0.95, summary.P95);
        Check(0.99, summary.P99);
        Check(1, summary.Most);

        void Check(double share, TimeSpan found)
        {
            var exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
            Assert.InRange(found.TotalMicroseconds, exact, (exact * 17 / 16.0) + 1);
        }
    });

    [Fact]
    public void Times_out_of_range_count_at_the_ends()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.MaxValue);

        var summary = histogram.Summarize();

        Assert.Equal(2, summary.Count);
        Assert.Equal(TimeSpan.FromMicroseconds(1), summary.Median);
        Assert.True(summary.Most > TimeSpan.FromHours(1));
    }

    [Fact]
    public void Threads_that_record_at_once_lose_nothing()
    {
        var histogram = new LatencyHistogram();

        Parallel.For(0, 10_000, i => histogram.Record(TimeSpan.FromMicroseconds(i % 100)));

        Assert.Equal(10_000, histogram.Summarize().Count);
    }

    private static Arbitrary<long[]> Times =>
        Gen.Choose(0, 30).SelectMany(static bits => Gen.Choose(0, int.MaxValue).Select(value => (long)value >> bits)).NonEmptyListOf()
            .Select(static list => list.ToArray()).ToArbitrary();
}
