using Jarvis.Conformance.Hosts;
using Jarvis.State;

namespace Jarvis.Embedded.Tests.Sqlite;

public sealed class SqliteRecoveryTests : HostRecoverySpec, IDisposable
{
    private readonly List<SqliteFolder> _folders = [];

    public void Dispose() => _folders.ForEach(folder => folder.Dispose());

    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);

    protected override IStateStore NewStore()
    {
        _folders.Add(new SqliteFolder());
        return _folders[^1].Store;
    }
}
