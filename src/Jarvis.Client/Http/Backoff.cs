namespace Jarvis.Client.Http;

/// <summary>The pauses between tries of one thing: twice as long each time, with jitter, so that those who failed together do not come again together.</summary>
/// <param name="time">The clock.</param>
/// <param name="longest">The longest pause of its own.</param>
/// <param name="tries">How many pauses there are.</param>
/// <param name="patience">How long it is tried in all.</param>
internal sealed class Backoff(TimeProvider time, TimeSpan longest, int tries, TimeSpan patience)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    private int _failed;
    private long _since;

    /// <summary>It went well: the next failure is the first.</summary>
    internal void Reset() => _failed = 0;

    /// <summary>How long to pause before the next try; null to give up.</summary>
    /// <param name="wanted">What the server asks for; null where it asks for nothing.</param>
    internal TimeSpan? Next(TimeSpan? wanted)
    {
        if (_failed == 0)
        {
            _since = time.GetTimestamp();
        }

        if (_failed == tries)
        {
            return null;
        }

        var usual = Math.Min(longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(_failed++, 20)));
        var pause = TimeSpan.FromMilliseconds(usual * (0.5 + (Random.Shared.NextDouble() / 2)));
        pause = wanted > pause ? wanted.Value : pause;
        return time.GetElapsedTime(_since) + pause <= patience ? pause : null;
    }
}
