using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class ArrivalForecastTests
{
    private readonly ArrivalForecast _forecast = new();

    [Fact]
    public void Callers_that_come_again_as_soon_as_they_are_answered_are_expected()
    {
        Play(windows: 20, 1, 2, 3);

        _forecast.Open(ends: 100);
        Assert.Equal(3, Math.Round(_forecast.Left));
        _forecast.Arrive(50);
        Assert.Equal(2, Math.Round(_forecast.Left));
    }

    [Fact]
    public void A_caller_that_is_alone_is_never_expected()
    {
        // It comes again when its request has run, long after the window.
        Play(windows: 20, 400);

        Assert.Equal(0, _forecast.Left);
    }

    [Fact]
    public void Callers_that_went_away_are_forgotten()
    {
        Play(windows: 20, 1, 2, 3);
        Play(windows: 10);

        Assert.Equal(0, Math.Round(_forecast.Left));
    }

    private void Play(int windows, params long[] arrivals)
    {
        for (var i = 0; i < windows; i++)
        {
            _forecast.Open(ends: 100);
            foreach (var arrival in arrivals)
            {
                _forecast.Arrive(arrival);
            }
        }
    }
}
