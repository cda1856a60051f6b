using System.Runtime.Versioning;
using System.Security.Cryptography;
using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Resources;

public sealed class FileResourceStoreTests : IDisposable
{
    private static readonly TenantId Acme = new("acme");

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_one_store_kept_the_next_one_finds()
    {
        var added = await Open().AddAsync(Acme, new MemoryStream("kept"u8.ToArray()), new ResourceDescription("kept.md") { MediaType = "text/markdown" }, default);

        Assert.Equal(added, await Open().FindAsync(Acme, added.Id, default));
    }

    [Fact]
    public async Task Two_stores_may_share_a_folder()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var stores = new[] { Open(), Open() };

        var resources = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => Task.Run(() => stores[i % 2].AddAsync(Acme, new MemoryStream(bytes), new ResourceDescription("shared"), default))));

        Assert.Single(resources.Distinct());
        Assert.Single(Files(UnfinishedResource.ContentFile));
    }

    [Fact]
    public async Task Start_deletes_what_a_crash_left_behind_but_not_what_is_being_written()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var kept = await Open(time).AddAsync(Acme, new MemoryStream("kept"u8.ToArray()), new ResourceDescription("kept"), default);
        var unfinished = Path.Combine(_folder, "unfinished");
        Directory.CreateDirectory(Path.Combine(unfinished, "old"));
        await File.WriteAllTextAsync(Path.Combine(unfinished, "old", UnfinishedResource.ContentFile), "half a fi");
        time.Advance(TimeSpan.FromHours(25));
        Directory.CreateDirectory(Path.Combine(unfinished, "new"));
        Directory.SetLastWriteTimeUtc(Path.Combine(unfinished, "new"), time.GetUtcNow().UtcDateTime);

        var store = Open(time);

        Assert.Equal(["new"], Directory.GetDirectories(unfinished).Select(Path.GetFileName));
        Assert.NotNull(await store.FindAsync(Acme, kept.Id, default));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_are_read_only_and_folders_the_owners_alone()
    {
        var resource = await Open().AddAsync(Acme, new MemoryStream("x"u8.ToArray()), new ResourceDescription("x"), default);
        var path = await Open().GetPathAsync(Acme, resource.Id, default);

        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        const UnixFileMode Strangers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Writable);
        for (var folder = Path.GetDirectoryName(path)!; folder != _folder; folder = Path.GetDirectoryName(folder)!)
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & Strangers);
    }

    [Fact]
    public async Task Neither_the_tenant_nor_the_name_is_part_of_a_path()
    {
        var resource = await Open().AddAsync(new TenantId("hooli"), new MemoryStream("x"u8.ToArray()), new ResourceDescription("../secret/plans.txt"), default);

        var path = await Open().GetPathAsync(new TenantId("hooli"), resource.Id, default);

        Assert.StartsWith(_folder, path, StringComparison.Ordinal);
        Assert.DoesNotContain("hooli", path, StringComparison.Ordinal);
        Assert.DoesNotContain("plans", path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_is_an_error_that_says_so()
    {
        var store = Open();
        var resource = await store.AddAsync(Acme, new MemoryStream("x"u8.ToArray()), new ResourceDescription("x"), default);
        var record = Assert.Single(Files(UnfinishedResource.RecordFile));
        File.Delete(record);
        await File.WriteAllTextAsync(record, "{\"id\":");

        var error = await Assert.ThrowsAsync<JarvisException>(async () => await store.FindAsync(Acme, resource.Id, default));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_an_error_that_does_not_tell_where()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var error = Assert.Throws<JarvisException>(() => Open(folder: file));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.DoesNotContain(_folder, error.Message, StringComparison.Ordinal);
    }

    [TinyDiskFact]
    public async Task A_full_disk_is_an_error_that_says_so_and_nothing_remains_of_the_call()
    {
        using var disk = TinyDisk.TryMount()!;
        var store = Open(folder: disk.Path);
        var small = await store.AddAsync(Acme, new MemoryStream("small"u8.ToArray()), new ResourceDescription("small"), default);

        var error = await Assert.ThrowsAsync<JarvisException>(
            () => store.AddAsync(Acme, new MemoryStream(new byte[2 * TinyDisk.Length]), new ResourceDescription("large"), default));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.True(error.Retryable);
        Assert.StartsWith("The disk is full", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(disk.Path, "unfinished")));
        Assert.Equal(small, await store.FindAsync(Acme, small.Id, default));
        Assert.NotNull(await store.AddAsync(Acme, new MemoryStream(new byte[1000]), new ResourceDescription("fits"), default));
    }

    [TinyDiskFact]
    public async Task A_disk_with_room_for_the_bytes_but_not_for_their_record_keeps_neither()
    {
        using var disk = TinyDisk.TryMount()!;
        var store = Open(folder: disk.Path);

        await Assert.ThrowsAsync<JarvisException>(
            () => store.AddAsync(Acme, new MemoryStream(new byte[TinyDisk.Length]), new ResourceDescription("all of it"), default));

        Assert.Empty(Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task It_is_registered_with_its_options()
    {
        await using var services = new ServiceCollection()
            .AddFileResources(options =>
            {
                options.Directory = _folder;
                options.MaxLength = 3;
            })
            .BuildServiceProvider();

        var store = services.GetRequiredService<IResourceStore>();

        var error = await Assert.ThrowsAsync<JarvisException>(() => store.AddAsync(Acme, new MemoryStream(new byte[4]), new("four"), default));
        Assert.Equal(ErrorCode.TooLarge, error.Code);
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused()
    {
        await using var services = new ServiceCollection().AddFileResources(options => options.MaxLength = 0).BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IResourceStore>);
    }

    private FileResourceStore Open(TimeProvider? time = null, string? folder = null) =>
        new(Options.Create(new ResourceStoreOptions { Directory = folder ?? _folder }), time ?? TimeProvider.System);

    private string[] Files(string name) => Directory.GetFiles(_folder, name, SearchOption.AllDirectories);
}
