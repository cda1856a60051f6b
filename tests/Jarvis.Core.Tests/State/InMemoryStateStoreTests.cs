using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Core.Tests.State;

public sealed class InMemoryStateStoreTests : StateStoreSpec
{
    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task<IStateStore> OpenAsync() => Task.FromResult<IStateStore>(new InMemoryStateStore());

    [Fact]
    public async Task One_document_more_than_fits_is_refused_until_one_is_deleted()
    {
        var store = new InMemoryStateStore(capacity: 2);
        var first = await store.WriteAsync(new StateKey("a", "1"), "x", null, default);
        var version = await store.WriteAsync(new StateKey("a", "2"), "x", null, default);

        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteAsync(new StateKey("a", "3"), "x", null, default));
        await store.WriteAsync(new StateKey("a", "2"), "y", version, default);
        await store.DeleteAsync(new StateKey("a", "1"), first, default);
        await store.WriteAsync(new StateKey("a", "3"), "x", null, default);

        Assert.Equal(ErrorCode.StorageFailed, refused.Code);
    }
}
