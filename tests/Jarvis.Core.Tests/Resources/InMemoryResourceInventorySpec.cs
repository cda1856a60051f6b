using Jarvis.Conformance;

namespace Jarvis.Resources;

public sealed class InMemoryResourceInventorySpec : ResourceInventorySpec
{
    public override Task DisposeAsync()
    {
        ((InMemoryResourceStore)Store).Dispose();
        return Task.CompletedTask;
    }

    protected override Task<IResourceStore> OpenAsync() => Task.FromResult<IResourceStore>(new InMemoryResourceStore(time: Time, quota: Quota));
}
