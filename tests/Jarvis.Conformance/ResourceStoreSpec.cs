using System.Security.Cryptography;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conformance;

/// <summary>What every resource store does. A store's tests derive from it and bring the store.</summary>
public abstract class ResourceStoreSpec : IAsyncLifetime
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");

    protected IResourceStore Store { get; private set; } = null!;

    /// <summary>The most bytes that one resource may have in the store under test; at least 1 MiB.</summary>
    protected abstract long MaxLength { get; }

    public async Task InitializeAsync() => Store = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>An empty store, of its own for each test.</summary>
    protected abstract Task<IResourceStore> OpenAsync();

    /// <summary>How many bytes of content the store holds now, finished or not.</summary>
    protected abstract long StoredBytes();

    [Fact]
    public async Task A_resource_is_named_by_the_hash_of_its_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes("hello");

        var resource = await AddAsync(bytes, "hello.txt");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), resource.Id.Value);
        Assert.Equal(("text/plain", 5L, "hello.txt", "hello"), (resource.MediaType, resource.Length, resource.Name, resource.Text));
    }

    [Fact]
    public async Task The_bytes_read_as_they_were_stored()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var resource = await AddAsync(bytes, "noise");

        Assert.Equal(bytes, await ReadAsync(Acme, resource.Id));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(await Store.GetPathAsync(Acme, resource.Id, default)));
        Assert.Equal(resource, await Store.FindAsync(Acme, resource.Id, default));
    }

    [Fact]
    public async Task The_bytes_can_be_read_from_any_place()
    {
        var resource = await AddAsync("0123456789"u8.ToArray(), "digits");
        await using var stream = await Store.OpenReadAsync(Acme, resource.Id, default);

        stream.Seek(7, SeekOrigin.Begin);

        Assert.Equal('7', stream.ReadByte());
        Assert.False(stream.CanWrite);
    }

    [Fact]
    public async Task The_path_is_absolute_and_the_same_each_time()
    {
        var resource = await AddAsync("text"u8.ToArray(), "a.txt");

        var path = await Store.GetPathAsync(Acme, resource.Id, default);

        Assert.True(Path.IsPathFullyQualified(path));
        Assert.Equal(path, await Store.GetPathAsync(Acme, resource.Id, default));
    }

    [Fact]
    public async Task Content_that_arrives_a_byte_at_a_time_is_the_same_resource()
    {
        var bytes = RandomNumberGenerator.GetBytes(20_000);

        var resource = await Store.AddAsync(Acme, new TricklingStream(bytes), new ResourceDescription("slow"), default);

        Assert.Equal(ResourceId.FromHash(SHA256.HashData(bytes)), resource.Id);
        Assert.Equal(bytes, await ReadAsync(Acme, resource.Id));
    }

    [Fact]
    public async Task The_same_bytes_twice_are_stored_once_and_each_call_gets_its_own_name_and_lineage()
    {
        var lineage = new Lineage(TaskId.Parse("acme/c/1/0"), new ModelId("m"), [ResourceId.FromHash(SHA256.HashData("x"u8))]);
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var first = await AddAsync(bytes, "first.bin");

        var second = await Store.AddAsync(Acme, new MemoryStream(bytes), new ResourceDescription("second.bin") { Lineage = lineage }, default);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(("second.bin", lineage), (second.Name, second.Lineage));
        Assert.Equal("first.bin", (await Store.FindAsync(Acme, first.Id, default))!.Name);
        Assert.Equal(bytes.Length, StoredBytes());
    }

    [Fact]
    public async Task The_lineage_is_found_again()
    {
        var source = ResourceId.FromHash(SHA256.HashData("x"u8));
        var description = new ResourceDescription("made.txt") { Lineage = new(TaskId.Parse("acme/c/1/0"), new ModelId("a/b"), [source]) };
        var resource = await Store.AddAsync(Acme, new MemoryStream("made"u8.ToArray()), description, default);

        var lineage = (await Store.FindAsync(Acme, resource.Id, default))!.Lineage!;

        Assert.Equal(("acme/c/1/0", "a/b", source), (lineage.Task.ToString(), lineage.Model.ToString(), Assert.Single(lineage.Of)));
    }

    [Fact]
    public async Task Many_that_store_the_same_bytes_at_once_all_succeed_and_store_them_once()
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var adds = Enumerable.Range(0, 12).Select(async i =>
        {
            await start.Task;
            return await AddAsync(bytes, $"{i}.bin");
        }).ToArray();

        start.SetResult();
        var resources = await Task.WhenAll(adds);

        Assert.Single(resources.Select(resource => resource.Id).Distinct());
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}.bin"), resources.Select(resource => resource.Name));
        Assert.Equal(bytes, await ReadAsync(Acme, resources[0].Id));
        Assert.Equal(bytes.Length, StoredBytes());
    }

    [Fact]
    public async Task One_tenant_neither_finds_nor_reads_what_another_stored()
    {
        var resource = await AddAsync("secret"u8.ToArray(), "secret.txt");

        Assert.Null(await Store.FindAsync(Other, resource.Id, default));
        await AssertError(ErrorCode.NotFound, async () => await Store.OpenReadAsync(Other, resource.Id, default));
        await AssertError(ErrorCode.NotFound, async () => await Store.GetPathAsync(Other, resource.Id, default));
    }

    [Fact]
    public async Task Tenants_whose_names_differ_only_in_case_are_two()
    {
        var resource = await AddAsync("secret"u8.ToArray(), "secret.txt");

        Assert.Null(await Store.FindAsync(new TenantId("ACME"), resource.Id, default));
    }

    [Fact]
    public async Task What_was_never_stored_is_not_found()
    {
        var id = ResourceId.FromHash(SHA256.HashData("nothing"u8));

        Assert.Null(await Store.FindAsync(Acme, id, default));
        await AssertError(ErrorCode.NotFound, async () => await Store.OpenReadAsync(Acme, id, default));
        await AssertError(ErrorCode.NotFound, async () => await Store.GetPathAsync(Acme, id, default));
    }

    [Fact]
    public async Task Nothing_is_refused_as_empty()
    {
        var error = await AssertError(ErrorCode.UnsupportedMedia, async () => await AddAsync([], "empty.png"));

        Assert.Contains("'empty.png' is empty", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, StoredBytes());
    }

    [Fact]
    public async Task A_program_is_refused_whatever_it_is_called_and_leaves_nothing()
    {
        await AssertError(ErrorCode.UnsupportedMedia, async () => await AddAsync([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0], "photo.png"));

        Assert.Equal(0, StoredBytes());
    }

    [Fact]
    public async Task One_byte_more_than_the_limit_is_too_large_and_leaves_nothing()
    {
        await AssertError(ErrorCode.TooLarge, async () => await Store.AddAsync(Acme, new ZeroStream(MaxLength + 1), new("zeros"), default));

        Assert.Equal(0, StoredBytes());
    }

    [Fact]
    public async Task As_many_bytes_as_the_limit_are_stored()
    {
        var resource = await Store.AddAsync(Acme, new ZeroStream(MaxLength), new ResourceDescription("zeros"), default);

        Assert.Equal(MaxLength, resource.Length);
    }

    [Fact]
    public async Task Content_that_breaks_off_gives_its_own_error_and_leaves_nothing()
    {
        var broken = new BreakingStream(length: 200_000);

        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.AddAsync(Acme, broken, new ResourceDescription("cut"), default));

        Assert.Equal(0, StoredBytes());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var content = new BreakingStream(length: 200_000, atEnd: () =>
        {
            cancellation.Cancel();
            cancellation.Token.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.AddAsync(Acme, content, new ResourceDescription("cut"), cancellation.Token));

        Assert.Equal(0, StoredBytes());
    }

    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("..\\windows\\system.ini", ".._windows_system.ini")]
    [InlineData("a\0b\nc.txt", "a_b_c.txt")]
    [InlineData("C:\\x|y?.txt", "C__x_y_.txt")]
    [InlineData("gpj\u202Eexe.png", "gpj_exe.png")]
    [InlineData("  ", "file")]
    [InlineData("..", "file")]
    [InlineData("日本語 🙂.txt", "日本語 🙂.txt")]
    public async Task A_name_becomes_a_label_for_people(string name, string label) =>
        Assert.Equal(label, (await AddAsync("x"u8.ToArray(), name)).Name);

    [Fact]
    public async Task A_long_name_is_shortened_and_keeps_its_extension()
    {
        var resource = await AddAsync("x"u8.ToArray(), new string('n', 5000) + ".jpeg");

        Assert.Equal(200, resource.Name.Length);
        Assert.EndsWith("n.jpeg", resource.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Resource.MaxInlineText, true)]
    [InlineData(Resource.MaxInlineText + 1, false)]
    public async Task Text_travels_inside_the_record_up_to_the_limit(int characters, bool inline)
    {
        var text = new string('字', characters);

        var resource = await AddAsync(Encoding.UTF8.GetBytes(text), "text.txt");

        Assert.Equal(inline ? text : null, resource.Text);
        Assert.Equal(inline ? text : null, (await Store.FindAsync(Acme, resource.Id, default))!.Text);
    }

    [Fact]
    public async Task A_byte_order_mark_is_stored_but_is_no_part_of_the_text()
    {
        var resource = await AddAsync([0xEF, 0xBB, 0xBF, (byte)'h', (byte)'i'], "bom.txt");

        Assert.Equal((5L, "hi"), (resource.Length, resource.Text));
    }

    [Fact]
    public async Task The_claimed_media_type_counts_among_text_formats_only()
    {
        var markdown = await Store.AddAsync(Acme, new MemoryStream("# Hi"u8.ToArray()), new("a") { MediaType = "text/markdown" }, default);
        var noPicture = await Store.AddAsync(Acme, new MemoryStream("# Ho"u8.ToArray()), new("a.png") { MediaType = "image/png" }, default);

        Assert.Equal("text/markdown", markdown.MediaType);
        Assert.Equal("text/plain", noPicture.MediaType);
    }

    protected static async Task<JarvisException> AssertError(ErrorCode code, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<JarvisException>(action);
        Assert.Equal(code, exception.Code);
        return exception;
    }

    protected Task<Resource> AddAsync(byte[] bytes, string name) =>
        Store.AddAsync(Acme, new MemoryStream(bytes), new ResourceDescription(name), default);

    private async Task<byte[]> ReadAsync(TenantId tenant, ResourceId id)
    {
        await using var stream = await Store.OpenReadAsync(tenant, id, default);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
