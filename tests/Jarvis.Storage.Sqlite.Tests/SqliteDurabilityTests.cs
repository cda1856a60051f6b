using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>What of it is where, and who may have the file.</summary>
public sealed class SqliteDurabilityTests : IAsyncLifetime
{
    private static readonly StateKey Key = new("document", "1");

    private readonly StateFile _file = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _file.DisposeAsync();

    [Fact]
    public async Task What_was_written_without_a_flush_is_there_although_the_process_ended_at_once()
    {
        await _file.Open().WriteUnflushedAsync(Key, Document(1), version: null, default);
        await using var copy = new StateFile();
        File.Copy(_file.Path, copy.Path);
        File.Copy(_file.Path + "-wal", copy.Path + "-wal");

        Assert.Equal(1, (await copy.Open().ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task Writes_with_and_without_a_flush_take_turns_and_each_counts()
    {
        var store = _file.Open();
        string? version = null;
        for (var number = 0; number < 20; number++)
        {
            version = number % 3 == 0
                ? await store.WriteAsync(Key, Document(number), version, default)
                : await store.WriteUnflushedAsync(Key, Document(number), version, default);
        }

        var conflict = await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteUnflushedAsync(Key, Document(0), version: null, default));

        Assert.Equal(ErrorCode.Conflict, conflict.Code);
        Assert.Equal(19, (await store.ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task A_flush_that_is_put_off_is_done_when_the_file_is_closed()
    {
        var store = _file.Open();
        await store.WriteUnflushedAsync(Key, Document(1), version: null, default);
        var flushed = store.FlushAsync(Key, TimeSpan.FromHours(1), default).AsTask();
        Assert.False(flushed.IsCompleted);

        await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        await flushed;
    }

    [Fact]
    public async Task Who_cannot_wait_has_those_flushed_too_who_can()
    {
        var store = _file.Open();
        await store.WriteUnflushedAsync(Key, Document(1), version: null, default);
        var flushed = store.FlushAsync(Key, TimeSpan.FromHours(1), default).AsTask();

        await store.FlushAsync(Key, TimeSpan.Zero, default);

        await flushed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(store.FlushAsync(Key, TimeSpan.FromHours(1), default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_file_is_one_hosts_at_a_time_and_free_when_it_has_closed_it()
    {
        var first = _file.Open(options => options.Lock = SqliteLock.Exclusive);

        var refused = Assert.Throws<JarvisException>(() => _file.Open(options => options.Lock = SqliteLock.Exclusive));
        await first.DisposeAsync();
        var second = _file.Open(options => options.Lock = SqliteLock.Exclusive);

        Assert.Equal(ErrorCode.StorageFailed, refused.Code);
        Assert.Contains("Another process works on the state file", refused.Message, StringComparison.Ordinal);
        await second.WriteAsync(Key, Document(1), version: null, default);
    }

    [Fact]
    public async Task Who_only_looks_may_look_beside_the_host_that_has_the_file()
    {
        await _file.Open(options => options.Lock = SqliteLock.Exclusive).WriteAsync(Key, Document(1), version: null, default);

        Assert.Equal(1, (await _file.Open().ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public void Those_that_work_only_on_their_own_go_together_and_with_nobody_who_works_on_all()
    {
        _file.Open(options => options.Lock = SqliteLock.Shared);
        _file.Open(options => options.Lock = SqliteLock.Shared);

        Assert.Throws<JarvisException>(() => _file.Open(options => options.Lock = SqliteLock.Exclusive));
    }

    [Fact]
    public void While_one_works_on_all_nobody_works_on_his_own()
    {
        _file.Open(options => options.Lock = SqliteLock.Exclusive);

        Assert.Throws<JarvisException>(() => _file.Open(options => options.Lock = SqliteLock.Shared));
    }

    private static StateDocument Document(int number) => new(number, $"{number}", []);
}
