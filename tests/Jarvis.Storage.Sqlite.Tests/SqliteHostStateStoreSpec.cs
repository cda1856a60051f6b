using Jarvis.Conformance;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>As a host has it: alone.</summary>
public sealed class SqliteHostStateStoreSpec : StateStoreSpec
{
    private readonly StateFile _file = new();

    public override async Task DisposeAsync() => await _file.DisposeAsync();

    protected override Task<IStateStore> OpenAsync() => Task.FromResult<IStateStore>(_file.Open(options => options.Lock = SqliteLock.Exclusive));
}
