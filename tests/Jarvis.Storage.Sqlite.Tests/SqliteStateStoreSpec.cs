using Jarvis.Conformance;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

public sealed class SqliteStateStoreSpec : DurableStateStoreSpec
{
    private readonly StateFile _file = new();

    public override async Task DisposeAsync() => await _file.DisposeAsync();

    protected override Task<IStateStore> OpenAsync() => Task.FromResult<IStateStore>(_file.Open());

    protected override Task<IStateStore> OpenAgainAsync() => OpenAsync();
}
