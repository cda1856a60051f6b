namespace Jarvis.Chaos;

/// <summary>A clock that is ahead of the system's, or behind it. Timers run as they do.</summary>
/// <param name="ahead">How far.</param>
internal sealed class OffsetTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
