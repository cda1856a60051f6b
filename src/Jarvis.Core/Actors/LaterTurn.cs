namespace Jarvis.Actors;

/// <summary>A turn that comes later. A clock need not keep a timer that nobody holds; this one is held by what it calls.</summary>
internal sealed class LaterTurn : IDisposable
{
    private readonly Action _due;
    private readonly ITimer _timer;

    /// <param name="time">The clock.</param>
    /// <param name="due">Called when its time has come.</param>
    internal LaterTurn(TimeProvider time, Action due)
    {
        _due = due;
        _timer = time.CreateTimer(static later => ((LaterTurn)later!).Come(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has its time begin.</summary>
    /// <param name="delay">How long it is; what is negative is none.</param>
    internal void Start(TimeSpan delay) => _timer.Change(delay < TimeSpan.Zero ? TimeSpan.Zero : delay, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Come()
    {
        _due();
        Dispose();
    }
}
