namespace Jarvis.Tenancy;

/// <summary>
/// When a process that has leased something tells what it used of that, besides when it leases more: so that little of it is unknown when the process is
/// killed. Not thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class UsageNews(TimeProvider time)
{
    /// <summary>How old what is not told may be when more is used.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private long _toldAt = time.GetTimestamp();

    /// <summary>Whether it is to be told now.</summary>
    internal bool IsDue => time.GetElapsedTime(_toldAt) >= Age;

    /// <summary>It is told.</summary>
    internal void Told() => _toldAt = time.GetTimestamp();
}
