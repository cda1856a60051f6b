using Jarvis.State;

namespace Jarvis.Core.Tests.Tenancy;

/// <summary>State in memory that counts writes, and may let another process be first.</summary>
internal sealed class CountingStateStore : IStateStore
{
    private readonly InMemoryStateStore _store = new();

    internal int Writes { get; private set; }

    /// <summary>Done once, before the next write.</summary>
    internal Func<Task>? BeforeWrite { get; set; }

    /// <summary>Refuses to write.</summary>
    internal bool IsBroken { get; set; }

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => _store.ReadAsync<T>(key, cancellationToken);

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        if (IsBroken)
            throw Errors.Error.StorageFailed("The disk is full; make room.");

        var (before, _) = (BeforeWrite, BeforeWrite = null);
        if (before is not null)
            await before();

        Writes++;
        return await _store.WriteAsync(key, value, version, cancellationToken);
    }

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => _store.DeleteAsync(key, version, cancellationToken);
}
