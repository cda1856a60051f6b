namespace Jarvis.Chaos;

/// <summary>A clock that is ahead of the system's, or behind it, and can be set. Timers run on as they do when a system's clock is set.</summary>
/// <param name="ahead">How far it is ahead at first.</param>
internal sealed class OffsetTime(TimeSpan ahead) : TimeProvider
{
    private long _ahead = ahead.Ticks;

    /// <summary>How far it is ahead.</summary>
    internal TimeSpan Ahead
    {
        set => Interlocked.Exchange(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
