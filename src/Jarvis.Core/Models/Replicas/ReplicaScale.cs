using Jarvis.Placement;

namespace Jarvis.Models.Replicas;

/// <summary>
/// Says how many replicas a model is to have: tells <see cref="ReplicaScaler"/> the load whenever a job comes or ends, and by a timer only
/// while there are more than the fewest, which nobody may ask for any more. Only touched in the engine's gate.
/// </summary>
internal sealed class ReplicaScale : IDisposable
{
    private readonly ModelEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _look;
    private readonly LoadMeter _meter;
    private ReplicaScaler _scaler;
    private Placement.ReplicaState _state;
    private DateTimeOffset _fullUntil;
    private ITimer? _timer;
    private bool _isTimed;

    /// <param name="range">The fewest and the most.</param>
    /// <param name="options">When their number changes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="look">Called, from a timer, when <see cref="Count"/> is to be asked for again.</param>
    internal ReplicaScale(ReplicaRange range, ModelEngineOptions options, TimeProvider time, Action look)
    {
        (_options, _time, _look) = (options, time, look);
        _meter = new LoadMeter(options.ReplicaCoolDown, time);
        (Range, _scaler) = (range, ScalerOf(range));
        _state = new Placement.ReplicaState(range.Least);
    }

    /// <summary>The fewest and the most.</summary>
    internal ReplicaRange Range { get; private set; }

    /// <summary>Whether one more may be looked for: there was room, or it is long enough ago that there was none.</summary>
    internal bool MayGrow => _time.GetUtcNow() >= _fullUntil;

    /// <summary>A job came.</summary>
    internal void Arrive() => _meter.Arrive();

    /// <summary>A batch ended; as <see cref="LoadMeter.Ran"/>.</summary>
    internal void Ran(int jobs, TimeSpan run, int sideBySide) => _meter.Ran(jobs, run, sideBySide);

    /// <summary>There was no room for one more, or one had to go: none is looked for until the cool-down is over.</summary>
    internal void Full() => _fullUntil = _time.GetUtcNow() + _options.ReplicaCoolDown;

    /// <summary>Other limits count.</summary>
    internal void Limit(ReplicaRange range)
    {
        if (range != Range)
        {
            (Range, _scaler) = (range, ScalerOf(range));
        }
    }

    /// <summary>How many there are to be, by the load now.</summary>
    /// <param name="waiting">How many jobs wait.</param>
    internal int Count(int waiting)
    {
        if (Range.Least == Range.Most)
        {
            return Range.Least;
        }

        _state = _scaler.Next(_state, _meter.Load(waiting), _time.GetUtcNow());
        LookAgain();
        return _state.Count;
    }

    /// <summary>Ends the timer.</summary>
    public void Dispose() => _timer?.Dispose();

    private void LookAgain()
    {
        if (_isTimed || _state.Count <= Range.Least)
        {
            return;
        }

        var due = _state.LowSince is { } since ? since + _options.ReplicaLowFor - _time.GetUtcNow() : _options.ReplicaCoolDown;
        due = due > TimeSpan.Zero ? due : _options.ReplicaCoolDown;
        _isTimed = true;
        _timer ??= _time.CreateTimer(_ => _look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer has come.</summary>
    internal void Due() => _isTimed = false;

    private ReplicaScaler ScalerOf(ReplicaRange range) => new(new ReplicaScaling
    {
        Least = range.Least,
        Most = range.Most,
        Target = _options.ReplicaTarget,
        CoolDown = _options.ReplicaCoolDown,
        LowFor = _options.ReplicaLowFor,
    });
}
