using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.State;

/// <summary>Documents that are gone with the process. Holds the values themselves: they are immutable.</summary>
/// <param name="capacity">The most documents; one more is refused.</param>
public sealed class InMemoryStateStore(int capacity = 1_000_000) : IStateStore, ITenantDocuments
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);

    private readonly ConcurrentDictionary<StateKey, Entry> _entries = new();

    /// <summary>How many entries there are; the dictionary's own count would take all its locks.</summary>
    private int _count;

    /// <summary>The version that was given last. One count for all keys: a version of a deleted document fits none that comes after it.</summary>
    private long _version;

    /// <inheritdoc/>
    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class =>
        new(_entries.TryGetValue(key, out var entry) ? new StateEntry<T>((T)entry.Value, Text(entry.Version)) : null);

    /// <inheritdoc/>
    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = version is null ? TryAdd(key, value) : TryReplace(key, value, version);
        return new(Text((written ?? throw Conflict(key)).Version));
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(key, out var entry)
            || Text(entry.Version) != version
            || !_entries.TryRemove(KeyValuePair.Create(key, entry)))
        {
            throw Conflict(key);
        }

        Interlocked.Decrement(ref _count);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDocument> ReadAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var (key, entry) in _entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.IsOf(tenant))
                yield return new(key, JsonSerializer.SerializeToUtf8Bytes(entry.Value, Json.GetTypeInfo(entry.Value.GetType())));
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteAsync(TenantId tenant, string except, int most, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var (key, _) in _entries)
        {
            if (deleted < most && key.Kind != except && key.IsOf(tenant) && _entries.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
                deleted++;
            }
        }

        return new(deleted);
    }

    /// <summary>Nothing: it has no files.</summary>
    public ValueTask PurgeAsync(bool rewrite, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private Entry? TryAdd(StateKey key, object value)
    {
        if (Volatile.Read(ref _count) >= capacity)
        {
            throw Error.StorageFailed($"The in-memory state store is full ({capacity:N0} documents); use one on disk.");
        }

        var entry = new Entry(value, Interlocked.Increment(ref _version));
        if (!_entries.TryAdd(key, entry))
        {
            return null;
        }

        Interlocked.Increment(ref _count);
        return entry;
    }

    private Entry? TryReplace(StateKey key, object value, string version)
    {
        if (!_entries.TryGetValue(key, out var known) || Text(known.Version) != version)
        {
            return null;
        }

        var entry = new Entry(value, Interlocked.Increment(ref _version));
        return _entries.TryUpdate(key, entry, known) ? entry : null;
    }

    private static JarvisException Conflict(StateKey key) =>
        new(ErrorCode.Conflict, $"Somebody else wrote {key} first; read it again.", retryable: true);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Compared by reference, so that of two writers who saw the same entry one wins.</summary>
    private sealed class Entry(object value, long version)
    {
        internal object Value { get; } = value;

        internal long Version { get; } = version;
    }
}
