using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Jarvis.State;

/// <summary>
/// Documents that a store writes with the next flush, and until then are here: what is written several times between two flushes becomes
/// JSON once. For documents that nobody else writes. What has to be flushed itself is written at once, and holds its key
/// meanwhile: others wait to see whether it is kept. Thread-safe.
/// </summary>
/// <param name="keptVersion">
/// The version of a document that is kept, null for none, by its key and the version that its writer knows; a store that has to ask somebody far away
/// believes the writer, and finds out when it writes.
/// </param>
/// <param name="nextVersion">The version after one; after null, the first.</param>
public sealed class UnwrittenDocuments(Func<StateKey, long?, long?> keptVersion, Func<long?, long> nextVersion)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StateKey, UnwrittenDocument> _documents = [];
    private readonly Dictionary<StateKey, TaskCompletionSource> _held = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _documents.Count;
        }
    }

    /// <summary>A document that is here.</summary>
    /// <param name="key">Where it is kept.</param>
    /// <param name="document">The document.</param>
    public bool TryRead(StateKey key, [NotNullWhen(true)] out UnwrittenDocument? document)
    {
        lock (_lock)
            return _documents.TryGetValue(key, out document);
    }

    /// <summary>Writes a document, if it has the version that is named.</summary>
    /// <param name="key">Where it is kept.</param>
    /// <param name="value">The document.</param>
    /// <param name="type">How it becomes JSON.</param>
    /// <param name="version">The version that it has; null when there must be none yet.</param>
    /// <param name="cancellationToken">Ends waiting for its key.</param>
    /// <returns>The new version; null when it has another.</returns>
    public ValueTask<long?> WriteAsync(StateKey key, object value, JsonTypeInfo type, long? version, CancellationToken cancellationToken) =>
        WhenFreeAsync(
            key,
            () =>
            {
                var known = _documents.GetValueOrDefault(key);
                var kept = known is null ? keptVersion(key, version) : known.Kept;
                if (version != (known?.Version ?? kept))
                    return (long?)null;

                var next = nextVersion(version);
                _documents[key] = new(key, value, type, next, kept);
                return next;
            },
            cancellationToken);

    /// <summary>Makes who else writes a document wait, until <see cref="Release"/>.</summary>
    /// <param name="key">The document.</param>
    /// <param name="cancellationToken">Ends waiting for others that hold it.</param>
    public async ValueTask HoldAsync(StateKey key, CancellationToken cancellationToken) =>
        await WhenFreeAsync(key, () => _held.TryAdd(key, new(TaskCreationOptions.RunContinuationsAsynchronously)), cancellationToken).ConfigureAwait(false);

    /// <summary>Lets others write it.</summary>
    /// <param name="key">The document, which is held.</param>
    public void Release(StateKey key)
    {
        lock (_lock)
        {
            _held.Remove(key, out var holder);
            holder!.SetResult();
        }
    }

    /// <summary>All that there are; they stay until they are <see cref="Settle">settled</see>.</summary>
    public UnwrittenDocument[] List()
    {
        lock (_lock)
            return [.. _documents.Values];
    }

    /// <summary>Lets go of documents that are kept now, or never will be.</summary>
    /// <param name="documents">The documents, as they were <see cref="List">listed</see>, and whether they are kept.</param>
    public void Settle(IEnumerable<(UnwrittenDocument Document, bool IsWritten)> documents)
    {
        lock (_lock)
        {
            foreach (var (document, isWritten) in documents)
            {
                var known = _documents.GetValueOrDefault(document.Key);
                if (ReferenceEquals(known, document))
                    _documents.Remove(document.Key);
                else if (known is not null && isWritten)
                    _documents[document.Key] = known with { Kept = document.Version };
            }
        }
    }

    /// <summary>Lets go of all that is newer than what is kept, of some.</summary>
    /// <param name="which">Of which.</param>
    public void Drop(Func<StateKey, bool> which)
    {
        lock (_lock)
        {
            foreach (var key in _documents.Keys.Where(which).ToList())
                _documents.Remove(key);
        }
    }

    private async ValueTask<T> WhenFreeAsync<T>(StateKey key, Func<T> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task others;
            lock (_lock)
            {
                if (!_held.TryGetValue(key, out var holder))
                    return work();

                others = holder.Task;
            }

            await others.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
