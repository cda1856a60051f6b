using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

public sealed class FileResourceInventorySpec : ResourceInventorySpec
{
    private static readonly TenantId Acme = new("acme");

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;

    public override Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_count_that_a_crash_left_too_high_is_mended_by_the_next_process_and_by_whoever_is_turned_away()
    {
        Quota.Limit = 100;
        await AddAsync(Acme, new byte[40], "a.bin");
        var count = Assert.Single(Directory.GetFiles(_folder, OwnerUsage.File, SearchOption.AllDirectories));
        var running = Store;

        // Killed after it was counted, before it was kept.
        await File.WriteAllTextAsync(count, "acme 100\n");

        Assert.Equal(40, await ((IResourceInventory)await OpenAsync()).UsedBytesAsync(Acme, default));
        await File.WriteAllTextAsync(count, "acme 100\n");
        Time.Advance(TimeSpan.FromMinutes(2));
        await running.AddAsync(Acme, new MemoryStream(new byte[60].Select((_, i) => (byte)i).ToArray()), new("b.bin"), default);
        Assert.Equal("acme 100\n", await File.ReadAllTextAsync(count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme 1")]
    [InlineData("acme -5\n")]
    [InlineData("other 5\n")]
    [InlineData("acme five\n")]
    public async Task A_count_that_a_crash_left_half_written_is_made_anew(string left)
    {
        await AddAsync(Acme, new byte[40], "a.bin");
        await File.WriteAllTextAsync(Directory.GetFiles(_folder, OwnerUsage.File, SearchOption.AllDirectories)[0], left);

        Assert.Equal(40, await ((IResourceInventory)Store).UsedBytesAsync(Acme, default));
    }

    [Fact]
    public async Task Two_stores_on_a_folder_keep_one_limit()
    {
        Quota.Limit = 10_000;
        var stores = new[] { Store, await OpenAsync() };

        var kept = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var bytes = new byte[500];
            BitConverter.TryWriteBytes(bytes, number);
            try
            {
                await stores[number % 2].AddAsync(Acme, new MemoryStream(bytes), new("a.bin"), default);
                return 1;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
            {
                return 0;
            }
        })));

        Assert.Equal(20, kept.Sum());
        Assert.Equal(10_000, await ((IResourceInventory)stores[1]).UsedBytesAsync(Acme, default));
    }

    [Fact]
    public async Task What_a_deletion_that_broke_off_took_away_is_deleted_by_whoever_starts_next()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder, "unfinished", "deleted-x", "ab")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "content"), "a secret");

        await OpenAsync();

        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder, "unfinished")));
    }

    [Fact]
    public async Task An_upload_that_is_under_way_is_no_leftover_however_many_processes_start()
    {
        using var content = new HeldStream("half"u8.ToArray());
        var adding = Task.Run(() => Store.AddAsync(Acme, content, new("slow.txt"), default));
        await content.Waiting;

        Assert.Equal(0, ((IResourceInventory)await OpenAsync()).RemoveLeftovers());
        content.Release();

        Assert.Equal(4, (await adding).Length);
    }

    [Fact]
    public async Task What_a_killed_process_was_writing_is_deleted_at_once()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder, "unfinished", "0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, UnfinishedResource.ContentFile), "half a fi");

        Assert.Equal(1, ((IResourceInventory)Store).RemoveLeftovers());
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder, "unfinished")));
    }

    protected override Task<IResourceStore> OpenAsync() => Task.FromResult<IResourceStore>(
        new FileResourceStore(Options.Create(new ResourceStoreOptions { Directory = _folder, LeftoverAge = TimeSpan.FromDays(4000) }), Time, Quota));
}
