using Jarvis.Conformance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Jarvis.Storage.Sqlite;

/// <summary>A state file of a test's own, with all the stores that it opened on it.</summary>
internal sealed class StateFile : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;
    private readonly List<SqliteStateStore> _stores = [];

    internal string Path => System.IO.Path.Combine(_folder, "state.db");

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal SqliteStateStore Open(Action<SqliteStateOptions>? configure = null)
    {
        var options = new SqliteStateOptions { Path = Path };
        options.Json.TypeInfoResolverChain.Add(ConformanceJsonContext.Default);
        configure?.Invoke(options);
        var store = new SqliteStateStore(Options.Create(options));
        _stores.Add(store);
        return store;
    }

    internal async Task CloseAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();

        _stores.Clear();
    }

    /// <summary>Another process in the middle of a write, until it is disposed.</summary>
    internal IDisposable HoldWriteLock() => new WriteLock(Path);

    /// <summary>What another program would do to the file.</summary>
    internal void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class WriteLock : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteTransaction _transaction;

        internal WriteLock(string path)
        {
            _connection = new($"Data Source={path};Pooling=false");
            _connection.Open();
            _transaction = _connection.BeginTransaction(deferred: false);
        }

        public void Dispose()
        {
            _transaction.Dispose();
            _connection.Dispose();
        }
    }
}
