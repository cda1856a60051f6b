using Jarvis.State;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>An empty store in the database, opened when it is first used.</summary>
/// <param name="server">The database.</param>
internal sealed class NewPostgresStore(PostgresServer server) : IStateStore
{
    private readonly Lazy<Task<IStateStore>> _store = new(() => PostgresStore.OpenAsync(server, Guid.NewGuid().ToString("N")));

    public async ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => await (await _store.Value).ReadAsync<T>(key, cancellationToken);

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => await (await _store.Value).WriteAsync(key, value, version, cancellationToken);

    public async ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => await (await _store.Value).WriteUnflushedAsync(key, value, version, cancellationToken);

    public async ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken) =>
        await (await _store.Value).FlushAsync(key, patience, cancellationToken);

    public async ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) =>
        await (await _store.Value).DeleteAsync(key, version, cancellationToken);
}
