using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Storage.Sqlite;

public sealed class SqliteStateStoreTests : IAsyncLifetime
{
    private static readonly StateKey Key = new("document", "1");

    private readonly StateFile _file = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _file.DisposeAsync();

    [Fact]
    public async Task What_was_written_is_there_after_the_file_was_closed()
    {
        await _file.Open().WriteAsync(Key, Document(1), version: null, default);
        await _file.CloseAsync();

        Assert.Equal(1, (await _file.Open().ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task What_was_written_is_there_although_the_writer_never_closed()
    {
        await _file.Open().WriteAsync(Key, Document(1), version: null, default);
        var copy = new StateFile();
        await using (copy)
        {
            // What a process that is killed leaves: the file and its log, as they are while it runs.
            File.Copy(_file.Path, copy.Path);
            File.Copy(_file.Path + "-wal", copy.Path + "-wal");

            Assert.Equal(1, (await copy.Open().ReadAsync<StateDocument>(Key, default))!.Value.Number);
        }
    }

    [Fact]
    public async Task Closing_waits_for_what_is_queued_and_refuses_what_comes_later()
    {
        var store = _file.Open();
        var writes = Enumerable.Range(0, 100).Select(i => store.WriteAsync(Key with { Id = $"{i}" }, Document(i), version: null, default).AsTask()).ToArray();

        await store.DisposeAsync();

        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.WriteAsync(Key, Document(1), version: null, default));
    }

    [Fact]
    public async Task A_queue_of_one_place_still_lets_everybody_in()
    {
        var store = _file.Open(options => options.QueueLength = 1);

        await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(i => store.WriteAsync(Key with { Id = $"{i}" }, Document(i), version: null, default).AsTask()));

        Assert.Equal(49, (await store.ReadAsync<StateDocument>(Key with { Id = "49" }, default))!.Value.Number);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_is_not_made()
    {
        var store = _file.Open(options => options.MaxBatch = 1);
        using var cancellation = new CancellationTokenSource();
        using (_file.HoldWriteLock())
        {
            // The first hangs on the lock; the second waits behind it.
            _ = store.WriteAsync(Key with { Id = "first" }, Document(1), version: null, default).AsTask();
            var write = store.WriteAsync(Key, Document(2), version: null, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        }

        await store.WriteAsync(Key with { Id = "last" }, Document(3), version: null, default);
        Assert.Null(await store.ReadAsync<StateDocument>(Key, default));
        Assert.NotNull(await store.ReadAsync<StateDocument>(Key with { Id = "first" }, default));
    }

    [Fact]
    public async Task A_reader_does_not_wait_for_a_writer()
    {
        var store = _file.Open();
        await store.WriteAsync(Key, Document(1), version: null, default);
        using (_file.HoldWriteLock())
        {
            Assert.Equal(1, (await store.ReadAsync<StateDocument>(Key, default))!.Value.Number);
        }
    }

    [Fact]
    public async Task A_write_that_sqlite_will_not_take_does_not_fail_its_neighbours()
    {
        var store = _file.Open();
        _file.Execute("CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN NEW.id = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        string[] ids = ["a", "b", "bad", "c", "d"];
        Task<string>[] writes;
        using (_file.HoldWriteLock())
        {
            // Whatever the writer takes first hangs on the lock, so that the others gather behind it into one batch.
            writes = [.. ids.Select(id => store.WriteAsync(Key with { Id = id }, Document(1), version: null, default).AsTask())];
        }

        var error = await Assert.ThrowsAsync<JarvisException>(() => writes[2]);

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        foreach (var (id, write) in ids.Zip(writes).Where(pair => pair.First != "bad"))
            Assert.Equal(await write, (await store.ReadAsync<StateDocument>(Key with { Id = id }, default))!.Version);
    }

    [Fact]
    public void A_file_of_a_newer_form_is_refused_and_left_alone()
    {
        _file.Open().Dispose();
        _file.Execute("PRAGMA user_version = 99");

        var error = Assert.Throws<JarvisException>(() => _file.Open());

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Contains("'state.db' was written by a newer Jarvis (its form is 99, this one knows up to 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_a_newer_form_is_refused()
    {
        await _file.Open(options => options.DocumentSchema = 2).WriteAsync(Key, Document(1), version: null, default);

        var error = await Assert.ThrowsAsync<JarvisException>(async () => await _file.Open().ReadAsync<StateDocument>(Key, default));

        Assert.Contains("newer Jarvis", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_an_older_form_is_read()
    {
        await _file.Open().WriteAsync(Key, Document(1), version: null, default);

        var entry = await _file.Open(options => options.DocumentSchema = 2).ReadAsync<StateDocument>(Key, default);

        Assert.Equal(1, entry!.Value.Number);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        _file.Execute("CREATE TABLE bookmarks (url TEXT)");
        var before = await File.ReadAllBytesAsync(_file.Path);

        var error = Assert.Throws<JarvisException>(() => _file.Open());

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_file.Path));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_an_error_that_says_what_to_do()
    {
        await File.WriteAllTextAsync(_file.Path, string.Join(' ', Enumerable.Repeat("This is a letter to my bank.", 100)));

        var error = Assert.Throws<JarvisException>(() => _file.Open());

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Equal("The state file 'state.db' is damaged; restore it from a copy, or move it away to start with an empty one.", error.Message);
    }

    [Fact]
    public async Task A_file_whose_pages_were_overwritten_is_an_error_that_says_so()
    {
        var store = _file.Open();
        for (var i = 0; i < 100; i++)
            await store.WriteAsync(Key with { Id = $"{i}" }, Document(i), version: null, default);

        await _file.CloseAsync();
        using (var stream = File.OpenWrite(_file.Path))
        {
            stream.Seek(4096, SeekOrigin.Begin);
            stream.Write(Enumerable.Repeat((byte)0xA5, (int)stream.Length - 4096).ToArray());
        }

        var damaged = _file.Open();
        var error = await Assert.ThrowsAsync<JarvisException>(async () => await damaged.ReadAsync<StateDocument>(Key, default));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_document_is_an_error_that_names_its_kind_and_not_its_content()
    {
        var store = _file.Open();
        await store.WriteAsync(Key, new StateDocument(1, "secret", []), version: null, default);
        _file.Execute("UPDATE documents SET payload = CAST('{\"text\":\"secret' AS BLOB)");

        var error = await Assert.ThrowsAsync<JarvisException>(async () => await store.ReadAsync<StateDocument>(Key, default));

        Assert.Equal((ErrorCode.StorageFailed, "The stored document is damaged; restore the state file from a copy."), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_an_error_that_says_so()
    {
        await File.WriteAllTextAsync(_file.Path, "");

        var error = Assert.Throws<JarvisException>(() => _file.Open(options => options.Path = Path.Combine(_file.Path, "state.db")));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
    }

    [Fact]
    public void The_folder_is_made_when_it_is_missing()
    {
        var path = Path.Combine(Path.GetDirectoryName(_file.Path)!, "a", "b", "state.db");

        _file.Open(options => options.Path = path);

        Assert.True(File.Exists(path));
    }

    [TinyDiskFact]
    public async Task A_full_disk_is_an_error_that_says_so_and_what_was_written_stays()
    {
        using var disk = TinyDisk.TryMount()!;
        await using var store = _file.Open(options => options.Path = Path.Combine(disk.Path, "state.db"));
        await store.WriteAsync(Key, Document(1), version: null, default);

        var error = await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteAsync(
            Key with { Id = "large" }, new StateDocument(2, new string('x', 2 * TinyDisk.Length), []), version: null, default));

        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.StartsWith("The disk is full", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await store.ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task The_records_of_the_public_surface_need_no_further_context()
    {
        var options = new SqliteStateOptions { Path = _file.Path };
        await using var store = new SqliteStateStore(Options.Create(options));
        var report = new Conversations.TurnReceipt(Identity.TurnId.Parse("acme/c/1"), 7);

        await store.WriteAsync(Key, report, version: null, default);

        Assert.Equal(report, (await store.ReadAsync<Conversations.TurnReceipt>(Key, default))!.Value);
    }

    [Fact]
    public async Task It_is_registered_with_its_options()
    {
        await using var services = new ServiceCollection().AddSqliteState(options => options.Path = _file.Path).BuildServiceProvider();

        Assert.IsType<SqliteStateStore>(services.GetRequiredService<IStateStore>());
        Assert.True(File.Exists(_file.Path));
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused()
    {
        await using var services = new ServiceCollection().AddSqliteState(options => options.MaxBatch = 0).BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStateStore>);
    }

    private static StateDocument Document(int number) => new(number, "text", []);
}
