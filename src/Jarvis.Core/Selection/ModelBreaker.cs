namespace Jarvis.Selection;

/// <summary>
/// Opens after so many failures in a row, lets one attempt through after a while, and closes when one succeeds. A value: what comes of
/// something is a new one.
/// </summary>
/// <param name="Failures">Failures since the last success.</param>
/// <param name="OpenUntil">Until when it is open; null where it is closed.</param>
internal readonly record struct ModelBreaker(int Failures, DateTimeOffset? OpenUntil)
{
    /// <summary>Failures in a row that open it.</summary>
    internal const int MaxFailures = 5;

    /// <summary>How long it stays open, and how long a trial may take before there is another.</summary>
    internal static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    /// <summary>Whether attempts go through.</summary>
    /// <param name="now">The time.</param>
    internal BreakerState StateAt(DateTimeOffset now) => OpenUntil switch
    {
        null => BreakerState.Closed,
        { } until when now < until => BreakerState.Open,
        _ => BreakerState.HalfOpen,
    };

    /// <summary>An attempt begins. If it is the trial, nobody else's is.</summary>
    /// <param name="now">The time.</param>
    internal ModelBreaker Begin(DateTimeOffset now) =>
        StateAt(now) is BreakerState.HalfOpen ? this with { OpenUntil = now + OpenFor } : this;

    /// <summary>An attempt ended.</summary>
    /// <param name="succeeded">Whether it ended well.</param>
    /// <param name="now">The time.</param>
    internal ModelBreaker End(bool succeeded, DateTimeOffset now)
    {
        if (succeeded)
        {
            return default;
        }

        var failures = Math.Min(Failures + 1, MaxFailures);
        return new ModelBreaker(failures, failures < MaxFailures ? OpenUntil : now + OpenFor);
    }
}
