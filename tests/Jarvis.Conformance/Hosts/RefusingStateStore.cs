using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Conformance.Hosts;

/// <summary>State in memory that refuses to write what a test says.</summary>
public sealed class RefusingStateStore : IStateStore
{
    private readonly InMemoryStateStore _store = new();
    private volatile Func<object, bool> _refuses = _ => false;

    /// <summary>What reading throws; null for nothing.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>Refuses from now on.</summary>
    /// <param name="refuses">Which documents.</param>
    public void Refuse(Func<object, bool> refuses) => _refuses = refuses;

    /// <summary>Refuses nothing any more.</summary>
    public void Heal() => _refuses = _ => false;

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => ReadFault is null ? _store.ReadAsync<T>(key, cancellationToken) : throw ReadFault;

    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => _refuses(value)
        ? throw Error.StorageFailed("The disk is full; make room.")
        : _store.WriteAsync(key, value, version, cancellationToken);

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => _store.DeleteAsync(key, version, cancellationToken);
}
