using Jarvis.State;
using Jarvis.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Embedded.Tests.Sqlite;

/// <summary>A state file of a test's own, as a host opens it.</summary>
internal sealed class SqliteFolder : IDisposable
{
    private readonly string _folder;
    private readonly bool _isOwn;
    private ServiceProvider? _services;

    /// <param name="folder">Where; null for a folder of its own.</param>
    internal SqliteFolder(string? folder = null)
    {
        _isOwn = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("jarvis-host-").FullName;
    }

    internal string Path => System.IO.Path.Combine(_folder, "state.db");

    internal IStateStore Store => (_services ??= Open()).GetRequiredService<IStateStore>();

    public void Dispose()
    {
        _services?.Dispose();
        if (_isOwn)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private ServiceProvider Open() => new ServiceCollection()
        .AddSqliteState(options =>
        {
            options.Path = Path;
            options.Lock = SqliteLock.Exclusive;
        })
        .BuildServiceProvider();
}
