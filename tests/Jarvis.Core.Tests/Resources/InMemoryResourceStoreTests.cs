using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

public sealed class InMemoryResourceStoreTests
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task All_resources_together_are_bounded_and_what_was_kept_stays()
    {
        using var store = new InMemoryResourceStore(capacity: 100);
        var first = await Add(store, 60);

        var error = await Assert.ThrowsAsync<JarvisException>(() => Add(store, 41));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.NotNull(await store.FindAsync(Acme, first.Id, default));
        await Add(store, 40);
        Assert.Equal(100, store.UsedBytes);
    }

    [Fact]
    public async Task Its_files_are_gone_when_it_is()
    {
        string path;
        using (var store = new InMemoryResourceStore())
        {
            path = await store.GetPathAsync(Acme, (await Add(store, 10)).Id, default);
            Assert.True(File.Exists(path));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task Two_tenants_with_the_same_bytes_get_two_files()
    {
        using var store = new InMemoryResourceStore();
        var other = new TenantId("other");
        var resource = await Add(store, 10);
        await store.AddAsync(other, new MemoryStream(new byte[10]), new ResourceDescription("zeros"), default);

        Assert.NotEqual(await store.GetPathAsync(Acme, resource.Id, default), await store.GetPathAsync(other, resource.Id, default));
    }

    private static Task<Resource> Add(InMemoryResourceStore store, int length) =>
        store.AddAsync(Acme, new MemoryStream(new byte[length]), new ResourceDescription("zeros"), default);
}
