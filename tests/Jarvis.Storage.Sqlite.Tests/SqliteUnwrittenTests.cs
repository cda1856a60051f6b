using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>What a host that has the file alone keeps in memory for a moment.</summary>
public sealed class SqliteUnwrittenTests : IAsyncLifetime
{
    private static readonly StateKey Key = new("document", "1");
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly StateFile _file = new();
    private SqliteStateStore _store = null!;

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _file.DisposeAsync();

    [Fact]
    public async Task What_need_not_be_kept_yet_waits_for_nobody_is_read_at_once_and_is_in_the_file_after_a_flush()
    {
        using (_file.HoldWriteLock())
        {
            var version = await _store.WriteUnflushedAsync(Key, Document(1), version: null, default);
            await _store.WriteUnflushedAsync(Key, Document(2), version, default);

            Assert.Equal(2, await ReadAsync(Key));
        }

        await _store.FlushAsync(Key, TimeSpan.Zero, default);
        Assert.Equal(2, await InFileAsync(Key));
    }

    [Fact]
    public async Task Where_nobody_asks_for_a_flush_it_is_in_the_file_soon()
    {
        await _store.WriteUnflushedAsync(Key, Document(1), version: null, default);

        // The one that comes by itself is shared.
        await _store.FlushAsync(Key, Never, default);

        Assert.Equal(1, await InFileAsync(Key));
    }

    [Fact]
    public async Task What_is_kept_at_once_takes_along_all_that_was_written_before()
    {
        var other = Key with { Id = "2" };
        var version = await _store.WriteUnflushedAsync(Key, Document(1), version: null, default);
        await _store.WriteUnflushedAsync(Key, Document(2), version, default);

        await _store.WriteAsync(other, Document(3), version: null, default);

        Assert.Equal((2, 3), (await InFileAsync(Key), await InFileAsync(other)));
    }

    [Fact]
    public async Task One_that_is_in_memory_is_kept_at_once_and_deleted_by_the_version_that_it_has_there()
    {
        var first = await _store.WriteUnflushedAsync(Key, Document(1), version: null, default);
        var second = await _store.WriteUnflushedAsync(Key, Document(2), first, default);

        await AssertConflictAsync(async () => await _store.WriteAsync(Key, Document(0), first, default));
        await AssertConflictAsync(async () => await _store.WriteUnflushedAsync(Key, Document(0), first, default));
        await AssertConflictAsync(async () => await _store.DeleteAsync(Key, first, default));
        var third = await _store.WriteAsync(Key, Document(3), second, default);
        Assert.Equal(3, await InFileAsync(Key));
        var fourth = await _store.WriteUnflushedAsync(Key, Document(4), third, default);
        await _store.DeleteAsync(Key, fourth, default);

        Assert.Equal((null, null), (await ReadAsync(Key), await InFileAsync(Key)));
        await AssertConflictAsync(async () => await _store.WriteUnflushedAsync(Key, Document(5), fourth, default));
    }

    [Fact]
    public async Task No_increment_is_lost_when_many_count_in_one_document_in_either_way()
    {
        const int Counters = 8;
        const int Each = 25;
        await _store.WriteAsync(Key, Document(0), version: null, default);

        await Task.WhenAll(Enumerable.Range(0, Counters).Select(counter => Task.Run(async () =>
        {
            for (var counted = 0; counted < Each;)
            {
                var entry = (await _store.ReadAsync<StateDocument>(Key, default))!;
                var next = Document(entry.Value.Number + 1);
                try
                {
                    _ = counter % 2 == 0
                        ? await _store.WriteAsync(Key, next, entry.Version, default)
                        : await _store.WriteUnflushedAsync(Key, next, entry.Version, default);
                    counted++;
                }
                catch (JarvisException conflict) when (conflict.Code == ErrorCode.Conflict)
                {
                }
            }
        })));

        await _store.FlushAsync(Key, TimeSpan.Zero, default);
        Assert.Equal(Counters * Each, await InFileAsync(Key));
    }

    [Fact]
    public async Task More_than_are_flushed_together_are_not_kept_in_memory()
    {
        await _file.CloseAsync();
        var store = Open(options => options.MaxBatch = 4);
        for (var number = 1; number <= 5; number++)
            await store.WriteUnflushedAsync(Key with { Id = $"{number}" }, Document(number), version: null, default);

        Assert.Equal(4, await InFileAsync(Key with { Id = "4" }));
    }

    [Fact]
    public async Task Closing_writes_what_is_only_in_memory()
    {
        await _store.WriteUnflushedAsync(Key, Document(1), version: null, default);

        await _file.CloseAsync();

        Assert.Equal(1, await InFileAsync(Key));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _store.WriteUnflushedAsync(Key, Document(1), version: null, default));
    }

    [Fact]
    public async Task One_that_sqlite_will_not_take_is_gone_and_the_next_flush_says_so_and_others_are_kept()
    {
        _file.Execute("CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN NEW.id = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var bad = Key with { Id = "bad" };
        var version = await _store.WriteUnflushedAsync(bad, Document(1), version: null, default);
        await _store.WriteUnflushedAsync(Key, Document(2), version: null, default);

        var error = await Assert.ThrowsAsync<JarvisException>(async () => await _store.FlushAsync(Key, TimeSpan.Zero, default));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Equal((null, 2), (await ReadAsync(bad), await InFileAsync(Key)));
        await AssertConflictAsync(async () => await _store.WriteUnflushedAsync(bad, Document(1), version, default));
        await _store.FlushAsync(Key, TimeSpan.Zero, default);
    }

    [TinyDiskFact]
    public async Task While_the_disk_is_full_flushes_fail_and_what_is_in_memory_is_kept_once_there_is_room()
    {
        using var disk = TinyDisk.TryMount(1 << 20)!;
        await using var store = Open(options => options.Path = Path.Combine(disk.Path, "state.db"));
        await store.WriteUnflushedAsync(Key, new StateDocument(1, new string('x', 1 << 19), []), version: null, default);
        disk.Fill();

        await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Key, TimeSpan.Zero, default));
        await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteAsync(Key with { Id = "2" }, Document(2), version: null, default));
        Assert.Equal(1, (await store.ReadAsync<StateDocument>(Key, default))!.Value.Number);
        disk.Free();
        await store.FlushAsync(Key, TimeSpan.Zero, default);

        await using var other = Open(options => (options.Path, options.Lock) = (Path.Combine(disk.Path, "state.db"), SqliteLock.None));
        Assert.Equal(1, (await other.ReadAsync<StateDocument>(Key, default))!.Value.Number);
        Assert.Null(await other.ReadAsync<StateDocument>(Key with { Id = "2" }, default));
    }

    [TinyDiskFact]
    public async Task Closing_writes_also_what_could_not_be_flushed_before()
    {
        using var disk = TinyDisk.TryMount(1 << 20)!;
        void AtDisk(SqliteStateOptions options) => options.Path = Path.Combine(disk.Path, "state.db");
        await using (var store = Open(AtDisk))
        {
            await store.WriteUnflushedAsync(Key, new StateDocument(1, new string('x', 1 << 19), []), version: null, default);
            disk.Fill();
            await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Key, TimeSpan.Zero, default));
            disk.Free();
        }

        await using var next = Open(AtDisk);
        Assert.Equal(1, (await next.ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    private static StateDocument Document(int number) => new(number, $"{number}", []);

    private static async Task AssertConflictAsync(Func<Task> write) =>
        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(write)).Code);

    private SqliteStateStore Open(Action<SqliteStateOptions>? configure = null) => _file.Open(options =>
    {
        options.Lock = SqliteLock.Exclusive;
        configure?.Invoke(options);
    });

    private async Task<int?> ReadAsync(StateKey key) => (await _store.ReadAsync<StateDocument>(key, default))?.Value.Number;

    /// <summary>What somebody else finds.</summary>
    private async Task<int?> InFileAsync(StateKey key)
    {
        await using var other = _file.Open();
        return (await other.ReadAsync<StateDocument>(key, default))?.Value.Number;
    }
}
