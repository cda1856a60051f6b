using Jarvis.Models.Cards;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models.Cards;

public sealed class DebounceTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new();
    private int _calls;

    [Fact]
    public void Many_signals_are_one_call_when_they_have_been_quiet()
    {
        using var debounce = Create();
        for (var i = 0; i < 5; i++)
        {
            debounce.Signal();
            _time.Advance(Quiet / 2);
        }

        Assert.Equal(0, _calls);
        _time.Advance(Quiet);
        Assert.Equal(1, _calls);
        _time.Advance(Quiet * 10);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void Signals_that_do_not_end_are_a_call_after_the_longest_wait()
    {
        using var debounce = Create();
        for (var i = 0; i < 25; i++)
        {
            debounce.Signal();
            _time.Advance(Quiet / 2);
        }

        Assert.Equal(1, _calls);
    }

    [Fact]
    public void A_signal_after_a_call_is_another()
    {
        using var debounce = Create();
        debounce.Signal();
        _time.Advance(Quiet);
        debounce.Signal();
        _time.Advance(Quiet);

        Assert.Equal(2, _calls);
    }

    [Fact]
    public void Nothing_is_called_after_the_end()
    {
        var debounce = Create();
        debounce.Signal();
        debounce.Dispose();
        debounce.Signal();
        _time.Advance(Quiet * 10);

        Assert.Equal(0, _calls);
    }

    private Debounce Create() => new(_time, Quiet, TimeSpan.FromSeconds(2), () => _calls++);
}
