using Jarvis.State;
using Jarvis.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Durability;

/// <summary>A state file, and beside it on the same disk one that is written bare.</summary>
internal sealed class DurableFolder : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-bench-").FullName;
    private readonly SqliteConnection _bare;
    private ServiceProvider? _services;

    public DurableFolder()
    {
        Open();
        _bare = new SqliteConnection($"Data Source={Path.Combine(_folder, "bare.db")};Pooling=false");
        _bare.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE documents (id INTEGER PRIMARY KEY, payload BLOB);");
    }

    /// <summary>The state file, while it is open.</summary>
    public SqliteStateStore Store => (SqliteStateStore)_services!.GetRequiredService<IStateStore>();

    private string StatePath => Path.Combine(_folder, "state.db");

    /// <summary>Opens the state file again, as the next host would.</summary>
    public void Open() => _services = new ServiceCollection()
        .AddSqliteState(options =>
        {
            options.Path = StatePath;
            options.Lock = SqliteLock.Exclusive;
        })
        .BuildServiceProvider();

    /// <summary>Closes the state file.</summary>
    public ValueTask CloseAsync() => _services!.DisposeAsync();

    /// <summary>How many bytes of documents there are, and how big the state file is for them, without its log.</summary>
    public (long Documents, long File) Measure()
    {
        using var connection = new SqliteConnection($"Data Source={StatePath};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sum(length(payload)) FROM documents";
        return ((long)command.ExecuteScalar()!, new FileInfo(StatePath).Length);
    }

    /// <summary>How long one commit takes that writes a row of 2 KiB, in milliseconds.</summary>
    public double Commit(int id)
    {
        var start = TimeProvider.System.GetTimestamp();
        Run($"INSERT OR REPLACE INTO documents VALUES ({id % 64}, randomblob(2048))");
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _bare.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Run(string sql)
    {
        using var command = _bare.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
