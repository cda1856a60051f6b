using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// Documents that are written to the file with the next flush, and until then are here: what is written several times between two flushes becomes
/// JSON once. Only where nobody else writes to the file. What has to be flushed itself goes to the file at once, and holds its key
/// meanwhile: others wait to see whether it is kept.
/// </summary>
/// <param name="versionInFile">The version that the file has of a document; null for none.</param>
internal sealed class UnwrittenDocuments(Func<StateKey, long?> versionInFile)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StateKey, UnwrittenDocument> _documents = [];
    private readonly Dictionary<StateKey, TaskCompletionSource> _held = [];

    /// <summary>How many there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _documents.Count;
        }
    }

    internal bool TryRead(StateKey key, [NotNullWhen(true)] out UnwrittenDocument? document)
    {
        lock (_lock)
            return _documents.TryGetValue(key, out document);
    }

    /// <summary>Writes a document, if it has the version that is named.</summary>
    /// <returns>The new version; null when it has another.</returns>
    internal ValueTask<long?> WriteAsync(StateKey key, object value, JsonTypeInfo type, long? version, CancellationToken cancellationToken) =>
        WhenFreeAsync(
            key,
            () =>
            {
                var known = _documents.GetValueOrDefault(key);
                var inFile = known is null ? versionInFile(key) : known.InFile;
                if (version != (known?.Version ?? inFile))
                    return (long?)null;

                var next = PendingWrite.VersionAfter(version);
                _documents[key] = new(key, value, type, next, inFile);
                return next;
            },
            cancellationToken);

    /// <summary>Makes who else writes a document wait, until <see cref="Release"/>.</summary>
    internal async ValueTask HoldAsync(StateKey key, CancellationToken cancellationToken) =>
        await WhenFreeAsync(key, () => _held.TryAdd(key, new(TaskCreationOptions.RunContinuationsAsynchronously)), cancellationToken).ConfigureAwait(false);

    internal void Release(StateKey key)
    {
        lock (_lock)
        {
            _held.Remove(key, out var holder);
            holder!.SetResult();
        }
    }

    /// <summary>All that there are; they stay until they are <see cref="Settle">settled</see>.</summary>
    internal UnwrittenDocument[] List()
    {
        lock (_lock)
            return [.. _documents.Values];
    }

    /// <summary>Lets go of documents that are in the file now, or never will be.</summary>
    internal void Settle(IEnumerable<(UnwrittenDocument Document, bool IsWritten)> documents)
    {
        lock (_lock)
        {
            foreach (var (document, isWritten) in documents)
            {
                var known = _documents[document.Key];
                if (ReferenceEquals(known, document))
                    _documents.Remove(document.Key);
                else if (isWritten)
                    _documents[document.Key] = known with { InFile = document.Version };
            }
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
