using FsCheck.Xunit;
using Jarvis.Placement;

namespace Jarvis.Core.Tests.Placement;

public sealed class ReplicaScalerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ReplicaScaling Scaling = new() { Most = 8 };

    private static readonly ReplicaScaler Scaler = new(Scaling);

    [Fact]
    public void More_load_than_the_replicas_are_meant_for_is_more_replicas_at_once() =>
        Assert.Equal(4, Scaler.Next(new ReplicaState(1), 2.5, Start).Count);

    [Fact]
    public void After_a_change_more_wait_for_the_cool_down()
    {
        var state = Scaler.Next(new ReplicaState(1), 1, Start);
        Assert.Equal(2, state.Count);

        state = Scaler.Next(state, 3, Start + Scaling.CoolDown - TimeSpan.FromSeconds(1));
        Assert.Equal(2, state.Count);

        Assert.Equal(5, Scaler.Next(state, 3, Start + Scaling.CoolDown).Count);
    }

    [Fact]
    public void Fewer_come_only_when_the_load_was_low_all_the_time_and_then_for_its_peak()
    {
        var state = Scaler.Next(new ReplicaState(8), 0.1, Start);
        state = Scaler.Next(state, 1, Start + (Scaling.LowFor / 2));
        state = Scaler.Next(state, 0.1, Start + Scaling.LowFor - TimeSpan.FromSeconds(1));
        Assert.Equal(8, state.Count);

        Assert.Equal(2, Scaler.Next(state, 0.1, Start + Scaling.LowFor).Count);
    }

    [Fact]
    public void A_load_that_rises_meanwhile_begins_the_wait_anew()
    {
        var state = Scaler.Next(new ReplicaState(2), 0.1, Start);
        state = Scaler.Next(state, 1.3, Start + (Scaling.LowFor / 2));

        state = Scaler.Next(state, 0.1, Start + Scaling.LowFor);
        Assert.Equal(2, state.Count);

        Assert.Equal(1, Scaler.Next(state, 0.1, Start + (2 * Scaling.LowFor)).Count);
    }

    [Fact]
    public void The_least_and_the_most_are_kept()
    {
        Assert.Equal(8, Scaler.Next(new ReplicaState(1), 1e300, Start).Count);
        Assert.Equal(1, Run(new ReplicaState(3), 0, 20).Last().Count);
        Assert.Equal(0, Run(new ReplicaState(3), 0, 20, new ReplicaScaler(Scaling with { Least = 0 })).Last().Count);
        Assert.Equal(8, Scaler.Next(new ReplicaState(100), 5, Start).Count);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void A_report_that_is_no_load_is_left_out(double load)
    {
        var state = new ReplicaState(3);

        Assert.Same(state, Scaler.Next(state, load, Start));
    }

    [Fact]
    public void A_report_that_is_older_than_the_last_is_left_out()
    {
        var state = Scaler.Next(new ReplicaState(1), 1, Start);

        Assert.Same(state, Scaler.Next(state, 5, Start - TimeSpan.FromHours(1)));
    }

    [Property(MaxTest = 500)]
    public bool A_load_that_stays_the_same_changes_the_count_once_at_most(byte start, ushort tenths)
    {
        var counts = Run(new ReplicaState(start % 9), tenths % 100 / 10.0, 50).Select(state => state.Count).ToList();

        return counts.Distinct().Count() <= 2 && counts.Zip(counts.Skip(1)).Count(pair => pair.First != pair.Second) <= 1;
    }

    [Property(MaxTest = 500)]
    public bool A_load_that_wavers_within_the_band_changes_nothing_once_it_fits(ushort tenths, byte seed)
    {
        var random = new Random(seed);
        var load = tenths % 50 / 10.0;
        var state = Run(new ReplicaState(1), load, 50).Last();
        var settled = state.Count;
        for (var i = 51; i < 200; i++)
        {
            state = Scaler.Next(state, load * (1 - (random.NextDouble() * 0.0001)), At(i));
        }

        return state.Count == settled;
    }

    private static IEnumerable<ReplicaState> Run(ReplicaState state, double load, int minutes, ReplicaScaler? scaler = null)
    {
        for (var i = 0; i <= minutes; i++)
        {
            yield return state = (scaler ?? Scaler).Next(state, load, At(i));
        }
    }

    private static DateTimeOffset At(int minute) => Start + TimeSpan.FromMinutes(minute);
}
