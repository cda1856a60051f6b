using System.Security.Cryptography;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance;

/// <summary>What every resource store does for those who look after it: what it lists, counts, refuses and removes.</summary>
public abstract class ResourceInventorySpec : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");

    protected FakeTimeProvider Time { get; } = new(Noon);

    protected FixedStorageQuota Quota { get; } = new();

    protected IResourceStore Store { get; private set; } = null!;

    private IResourceInventory Inventory => (IResourceInventory)Store;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>An empty store, of its own for each test, with <see cref="Time"/> and <see cref="Quota"/>.</summary>
    protected abstract Task<IResourceStore> OpenAsync();

    [Fact]
    public async Task Each_resource_is_listed_and_counted_once_for_the_tenant_that_has_it()
    {
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var first = await AddAsync(Acme, bytes, "first.bin");
        await AddAsync(Acme, bytes, "again.bin");
        var second = await AddAsync(Acme, RandomNumberGenerator.GetBytes(50), "second.bin");
        await AddAsync(Other, bytes, "theirs.bin");

        var listed = await ListAsync(Acme);

        Assert.Equal(new[] { first.Id.Value, second.Id.Value }.Order(), listed.Select(stored => stored.Resource.Id.Value).Order());
        Assert.Equal("first.bin", listed.Single(stored => stored.Resource.Id == first.Id).Resource.Name);
        Assert.Equal((1050, 1000), (await Inventory.UsedBytesAsync(Acme, default), await Inventory.UsedBytesAsync(Other, default)));
        Assert.Equal(0, await Inventory.UsedBytesAsync(new("nobody"), default));
        Assert.Equal(["acme", "other"], (await TenantsAsync()).Select(tenant => tenant.Value).Order());
    }

    [Fact]
    public async Task Adding_and_finding_are_uses_and_reading_and_listing_are_not()
    {
        var added = await AddAsync(Acme, "used"u8.ToArray(), "used.txt");
        Assert.Equal(Noon, await UsedAtAsync(added));

        Time.SetUtcNow(Noon.AddHours(1));
        await AddAsync(Acme, "used"u8.ToArray(), "again.txt");
        Assert.Equal(Noon.AddHours(1), await UsedAtAsync(added));

        Time.SetUtcNow(Noon.AddHours(2));
        await Store.FindAsync(Acme, added.Id, default);
        Assert.Equal(Noon.AddHours(2), await UsedAtAsync(added));

        Time.SetUtcNow(Noon.AddHours(3));
        await using (await Store.OpenReadAsync(Acme, added.Id, default))
            await Store.GetPathAsync(Acme, added.Id, default);
        await Store.FindAsync(Other, added.Id, default);
        Assert.Equal(Noon.AddHours(2), await UsedAtAsync(added));
    }

    [Fact]
    public async Task What_was_used_since_is_not_removed_and_what_was_not_is()
    {
        var added = await AddAsync(Acme, "bytes"u8.ToArray(), "a.txt");
        Time.SetUtcNow(Noon.AddHours(1));
        await Store.FindAsync(Acme, added.Id, default);

        Assert.False(await Inventory.RemoveAsync(Acme, added.Id, Noon.AddMinutes(59), default));
        Assert.NotNull(await Store.FindAsync(Acme, added.Id, default));
        Assert.True(await Inventory.RemoveAsync(Acme, added.Id, Noon.AddHours(1), default));

        Assert.Null(await Store.FindAsync(Acme, added.Id, default));
        await Assert.ThrowsAsync<JarvisException>(() => Store.OpenReadAsync(Acme, added.Id, default).AsTask());
        Assert.Equal(0, await Inventory.UsedBytesAsync(Acme, default));
        Assert.False(await Inventory.RemoveAsync(Acme, added.Id, null, default));
    }

    [Fact]
    public async Task One_tenant_removes_nothing_of_another()
    {
        var added = await AddAsync(Acme, "bytes"u8.ToArray(), "a.txt");

        Assert.False(await Inventory.RemoveAsync(Other, added.Id, null, default));
        await Inventory.RemoveTenantAsync(Other, default);

        Assert.NotNull(await Store.FindAsync(Acme, added.Id, default));
    }

    [Fact]
    public async Task Who_reads_what_is_removed_reads_it_to_its_end_and_it_can_be_added_again()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var added = await AddAsync(Acme, bytes, "a.bin");
        await using var reading = await Store.OpenReadAsync(Acme, added.Id, default);

        await Inventory.RemoveAsync(Acme, added.Id, null, default);

        using var read = new MemoryStream();
        await reading.CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(added, await AddAsync(Acme, bytes, "a.bin"));
        Assert.Equal(bytes.Length, await Inventory.UsedBytesAsync(Acme, default));
    }

    [Fact]
    public async Task A_tenants_resources_go_together()
    {
        var kept = await AddAsync(Other, "same"u8.ToArray(), "a.txt");
        for (var number = 0; number < 20; number++)
            await AddAsync(Acme, Encoding.UTF8.GetBytes($"file {number}"), "a.txt");

        await Inventory.RemoveTenantAsync(Acme, default);
        await Inventory.RemoveTenantAsync(Acme, default);

        Assert.Empty(await ListAsync(Acme));
        Assert.Equal(0, await Inventory.UsedBytesAsync(Acme, default));
        Assert.Equal([Other], await TenantsAsync());
        Assert.NotNull(await Store.FindAsync(Other, kept.Id, default));
        Assert.NotNull(await AddAsync(Acme, "file 1"u8.ToArray(), "a.txt"));
    }

    [Fact]
    public async Task A_file_fits_to_the_byte_and_one_more_is_refused_and_not_kept()
    {
        Quota.Limit = 100;
        await AddAsync(Acme, RandomNumberGenerator.GetBytes(60), "a.bin");

        var refused = await Assert.ThrowsAsync<JarvisException>(() => AddAsync(Acme, RandomNumberGenerator.GetBytes(41), "b.bin"));
        await AddAsync(Acme, RandomNumberGenerator.GetBytes(40), "c.bin");

        Assert.Equal((ErrorCode.QuotaExceeded, "acme may keep 100, keeps 60 and wants 41 more."), (refused.Code, refused.Message));
        Assert.Equal(100, await Inventory.UsedBytesAsync(Acme, default));
        await AddAsync(Other, RandomNumberGenerator.GetBytes(100), "theirs.bin");
    }

    [Fact]
    public async Task Bytes_that_are_kept_already_need_no_room()
    {
        Quota.Limit = 100;
        var bytes = RandomNumberGenerator.GetBytes(100);
        await AddAsync(Acme, bytes, "a.bin");

        Assert.Equal("again.bin", (await AddAsync(Acme, bytes, "again.bin")).Name);
        Assert.Equal(100, await Inventory.UsedBytesAsync(Acme, default));
    }

    [Fact]
    public async Task What_is_removed_makes_room()
    {
        Quota.Limit = 100;
        var added = await AddAsync(Acme, RandomNumberGenerator.GetBytes(100), "a.bin");
        await Assert.ThrowsAsync<JarvisException>(() => AddAsync(Acme, RandomNumberGenerator.GetBytes(1), "b.bin"));

        await Inventory.RemoveAsync(Acme, added.Id, null, default);

        await AddAsync(Acme, RandomNumberGenerator.GetBytes(100), "c.bin");
    }

    [Fact]
    public async Task Writers_at_once_never_pass_the_limit_together_and_use_all_of_it()
    {
        Quota.Limit = 10_000;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var adds = Enumerable.Range(0, 40).Select(async number =>
        {
            var bytes = new byte[500];
            BitConverter.TryWriteBytes(bytes, number / 2); // Each twice: of the same bytes only one writer takes room.
            await start.Task;
            try
            {
                return await Task.Run(() => AddAsync(Acme, bytes, "a.bin"));
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
            {
                return null;
            }
        }).ToArray();

        start.SetResult();
        var added = await Task.WhenAll(adds);

        Assert.All(added, Assert.NotNull);
        Assert.Equal(10_000, await Inventory.UsedBytesAsync(Acme, default));
        await Assert.ThrowsAsync<JarvisException>(() => AddAsync(Acme, "one more"u8.ToArray(), "b.txt"));
    }

    [Fact]
    public async Task A_limit_that_falls_while_a_file_is_sent_holds_for_it()
    {
        Quota.Limit = 1000;
        var asked = 0;
        Quota.Asked = () =>
        {
            Quota.Limit = ++asked == 1 ? 1000 : 10;
            return ValueTask.CompletedTask;
        };

        var refused = await Assert.ThrowsAsync<JarvisException>(() => AddAsync(Acme, RandomNumberGenerator.GetBytes(100), "a.bin"));

        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.Empty(await ListAsync(Acme));
    }

    protected Task<Resource> AddAsync(TenantId tenant, byte[] bytes, string name) =>
        Store.AddAsync(tenant, new MemoryStream(bytes), new ResourceDescription(name), default);

    private async Task<DateTimeOffset> UsedAtAsync(Resource resource) =>
        (await ListAsync(Acme)).Single(stored => stored.Resource.Id == resource.Id).UsedAt;

    private async Task<List<StoredResource>> ListAsync(TenantId tenant)
    {
        var listed = new List<StoredResource>();
        await foreach (var stored in Inventory.ListAsync(tenant, default))
            listed.Add(stored);

        return listed;
    }

    private async Task<List<TenantId>> TenantsAsync()
    {
        var tenants = new List<TenantId>();
        await foreach (var tenant in Inventory.ListTenantsAsync(default))
            tenants.Add(tenant);

        return tenants;
    }
}
