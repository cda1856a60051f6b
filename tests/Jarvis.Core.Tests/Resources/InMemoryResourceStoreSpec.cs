using Jarvis.Conformance;

namespace Jarvis.Resources;

public sealed class InMemoryResourceStoreSpec : ResourceStoreSpec
{
    private readonly InMemoryResourceStore _store = new(capacity: 4 << 20);

    protected override long MaxLength => 4 << 20;

    public override Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<IResourceStore> OpenAsync() => Task.FromResult<IResourceStore>(_store);

    protected override long StoredBytes() => _store.UsedBytes;
}
