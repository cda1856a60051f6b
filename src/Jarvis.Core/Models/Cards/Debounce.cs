namespace Jarvis.Models.Cards;

/// <summary>Makes one call of many signals: when they have been quiet for a while, or have gone on for too long. Thread-safe.</summary>
internal sealed class Debounce : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _quiet;
    private readonly TimeSpan _atMost;
    private readonly Action _call;
    private readonly ITimer _timer;
    private long? _first;

    /// <param name="time">The clock.</param>
    /// <param name="quiet">How long no signal has to come before the call.</param>
    /// <param name="atMost">How long after the first signal the call comes all the same.</param>
    /// <param name="call">What is called, on a thread of the clock's.</param>
    internal Debounce(TimeProvider time, TimeSpan quiet, TimeSpan atMost, Action call)
    {
        _time = time;
        _quiet = quiet;
        _atMost = atMost;
        _call = call;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Signal()
    {
        lock (_lock)
        {
            _first ??= _time.GetTimestamp();
            var left = _atMost - _time.GetElapsedTime(_first.Value);
            var wait = left < _quiet ? left : _quiet;
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        lock (_lock)
        {
            _first = null;
        }

        _call();
    }
}
