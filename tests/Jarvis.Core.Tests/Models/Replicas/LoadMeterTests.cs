using FsCheck.Xunit;
using Jarvis.Models.Replicas;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models.Replicas;

public sealed class LoadMeterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nobody_knows_the_load_before_a_batch_has_ended()
    {
        var meter = new LoadMeter(Window, _time);
        meter.Arrive();

        Assert.Equal(0, meter.Load(waiting: 1000));
    }

    [Theory]
    [InlineData(0.1, 10, 1, 1, 1.0)]
    [InlineData(0.1, 5, 1, 1, 0.5)]
    [InlineData(0.1, 10, 1, 4, 0.25)]
    [InlineData(0.8, 10, 8, 1, 1.0)]
    public void It_is_what_comes_a_second_times_the_seconds_that_it_takes(double seconds, int rate, int batch, int sideBySide, double load)
    {
        var meter = new LoadMeter(Window, _time);
        meter.Ran(batch, TimeSpan.FromSeconds(seconds), sideBySide);
        for (var i = 0; i < rate * 120; i++)
        {
            meter.Arrive();
            _time.Advance(TimeSpan.FromSeconds(1.0 / rate));
        }

        Assert.Equal(load, meter.Load(waiting: 0), 0.02);
    }

    [Fact]
    public void What_waits_is_to_be_done_within_the_window()
    {
        var meter = new LoadMeter(Window, _time);
        meter.Ran(1, TimeSpan.FromSeconds(1), 1);

        Assert.Equal(2, meter.Load(waiting: 30), 0.0001);
    }

    [Fact]
    public void What_no_longer_comes_is_forgotten()
    {
        var meter = new LoadMeter(Window, _time);
        meter.Ran(1, TimeSpan.FromSeconds(1), 1);
        for (var i = 0; i < 100; i++)
        {
            meter.Arrive();
        }

        var before = meter.Load(0);
        _time.Advance(Window);
        Assert.Equal(before / Math.E, meter.Load(0), 0.0001);
        _time.Advance(100 * Window);
        Assert.Equal(0, meter.Load(0), 0.0001);
    }

    [Property(MaxTest = 300)]
    public bool It_is_a_number_from_zero_up_whatever_comes(byte[] steps)
    {
        var (time, meter) = (new FakeTimeProvider(), (LoadMeter?)null);
        meter = new LoadMeter(Window, time);
        foreach (var step in steps)
        {
            time.Advance(TimeSpan.FromMilliseconds(step % 3 * 1_000_000));
            meter.Arrive();
            meter.Ran(1 + (step % 8), TimeSpan.FromTicks(step), 1 + (step % 3));
            if (!double.IsFinite(meter.Load(step)) || meter.Load(step) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
