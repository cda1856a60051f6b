using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests.Sqlite;

public sealed class SqliteUsageTests : HostUsageSpec, IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup with { State = _folder.Store });
}
