using Jarvis.State;

namespace Jarvis.Conformance;

/// <summary>What every state store does that outlives its process.</summary>
public abstract class DurableStateStoreSpec : StateStoreSpec
{
    /// <summary>A second store over what the first one wrote, as a second process would open it.</summary>
    protected abstract Task<IStateStore> OpenAgainAsync();

    [Fact]
    public async Task What_one_store_wrote_the_next_one_reads()
    {
        var key = new StateKey("document", "1");
        var version = await Store.WriteAsync(key, Document(7), version: null, default);

        var entry = await (await OpenAgainAsync()).ReadAsync<StateDocument>(key, default);

        Assert.Equal(version, entry!.Version);
        AssertSame(Document(7), entry.Value);
    }

    [Fact]
    public async Task Two_stores_over_one_place_see_each_others_versions()
    {
        var key = new StateKey("document", "1");
        var second = await OpenAgainAsync();
        var version = await Store.WriteAsync(key, Document(1), version: null, default);
        await second.WriteAsync(key, Document(2), version, default);

        await AssertConflict(async () => await Store.WriteAsync(key, Document(3), version, default));

        AssertSame(Document(2), (await Store.ReadAsync<StateDocument>(key, default))!.Value);
    }
}
