using Jarvis.State;

namespace Jarvis.Benchmarks.Durability;

/// <summary>Counts the writes that are flushed to the disk. Where nobody writes beside, each is a commit of its own.</summary>
internal sealed class FlushCounter(IStateStore store) : IStateStore
{
    private int _flushes;
    private int _writes;

    public int Flushes => Volatile.Read(ref _flushes);

    public int Writes => Volatile.Read(ref _writes);

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => store.ReadAsync<T>(key, cancellationToken);

    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        Interlocked.Increment(ref _flushes);
        return store.WriteAsync(key, value, version, cancellationToken);
    }

    public ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        Interlocked.Increment(ref _writes);
        return store.WriteUnflushedAsync(key, value, version, cancellationToken);
    }

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => store.DeleteAsync(key, version, cancellationToken);
}
