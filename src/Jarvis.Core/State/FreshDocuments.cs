namespace Jarvis.State;

/// <summary>
/// Documents that are asked for at every call and seldom change: read again when what is known is half a second old, so that what somebody
/// else writes takes effect within a second, everywhere, and calls cost no read each. Bounded. Thread-safe.
/// </summary>
/// <typeparam name="T">The document.</typeparam>
/// <param name="store">Where they are kept.</param>
/// <param name="time">The clock.</param>
internal sealed class FreshDocuments<T>(IStateStore store, TimeProvider time)
    where T : class
{
    /// <summary>How old what is told may be.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    /// <summary>The most that are remembered; for one more all are forgotten, which costs a read each.</summary>
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<StateKey, Known> _known = [];

    /// <summary>The document; null where there is none.</summary>
    internal async ValueTask<StateEntry<T>?> ReadAsync(StateKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(key, out var known) && time.GetElapsedTime(known.At) < Freshness)
                return known.Entry;
        }

        // Taken before the read: what is written while it goes on is not known to it.
        var at = time.GetTimestamp();
        var entry = await store.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (_known.Count >= Capacity)
                _known.Clear();

            _known[key] = new(entry, at);
        }

        return entry;
    }

    /// <summary>What was known last, however old; null for nothing.</summary>
    internal T? Peek(StateKey key)
    {
        lock (_lock)
            return _known.TryGetValue(key, out var known) ? known.Entry?.Value : null;
    }

    /// <summary>Has a document read when it is next asked for: it was written.</summary>
    internal void Forget(StateKey key)
    {
        lock (_lock)
            _known.Remove(key);
    }

    private readonly record struct Known(StateEntry<T>? Entry, long At);
}
