using System.Collections.Concurrent;
using Jarvis.State;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>Records what is written to a store that need not be kept at once.</summary>
/// <param name="store">The store.</param>
internal sealed class RecordingStore(IStateStore store) : IStateStore
{
    private readonly ConcurrentDictionary<StateKey, string> _unflushed = new();

    /// <summary>The documents, each with the version that was written last.</summary>
    internal IReadOnlyDictionary<StateKey, string> Unflushed => _unflushed;

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => store.ReadAsync<T>(key, cancellationToken);

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        var written = await store.WriteAsync(key, value, version, cancellationToken);
        _unflushed.TryRemove(key, out _);
        return written;
    }

    public async ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => _unflushed[key] = await store.WriteUnflushedAsync(key, value, version, cancellationToken);

    /// <summary>At once: the store's time may stand still.</summary>
    public ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken) => store.FlushAsync(key, TimeSpan.Zero, cancellationToken);

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => store.DeleteAsync(key, version, cancellationToken);
}
