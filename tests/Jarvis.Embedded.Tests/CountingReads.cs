using Jarvis.State;

namespace Jarvis.Embedded.Tests;

/// <summary>State in memory that counts reads, and documents.</summary>
internal sealed class CountingReads : IStateStore
{
    private readonly InMemoryStateStore _store = new();
    private int _reads;
    private int _count;

    internal int Reads => Volatile.Read(ref _reads);

    internal int Count => Volatile.Read(ref _count);

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class
    {
        Interlocked.Increment(ref _reads);
        return _store.ReadAsync<T>(key, cancellationToken);
    }

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        var written = await _store.WriteAsync(key, value, version, cancellationToken);
        Interlocked.Add(ref _count, version is null ? 1 : 0);
        return written;
    }

    public async ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(key, version, cancellationToken);
        Interlocked.Decrement(ref _count);
    }
}
