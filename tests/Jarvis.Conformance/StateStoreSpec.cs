using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Conformance;

/// <summary>What every state store does. A store's tests derive from it and bring the store.</summary>
public abstract class StateStoreSpec : IAsyncLifetime
{
    private static readonly StateKey Key = new("document", "tenant/conversation/1");

    protected IStateStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public abstract Task DisposeAsync();

    /// <summary>An empty store, of its own for each test.</summary>
    protected abstract Task<IStateStore> OpenAsync();

    [Fact]
    public async Task A_document_that_was_never_written_is_null() =>
        Assert.Null(await Store.ReadAsync<StateDocument>(Key, default));

    [Fact]
    public async Task A_document_reads_as_it_was_written()
    {
        var version = await Store.WriteAsync(Key, Document(1), version: null, default);

        var entry = await Store.ReadAsync<StateDocument>(Key, default);

        Assert.Equal(version, entry!.Version);
        AssertSame(Document(1), entry.Value);
    }

    [Fact]
    public async Task A_document_is_created_only_where_there_is_none()
    {
        await Store.WriteAsync(Key, Document(1), version: null, default);

        await AssertConflict(async () => await Store.WriteAsync(Key, Document(2), version: null, default));

        AssertSame(Document(1), (await Store.ReadAsync<StateDocument>(Key, default))!.Value);
    }

    [Fact]
    public async Task A_write_that_names_the_version_replaces_the_document_and_gives_a_new_version()
    {
        var first = await Store.WriteAsync(Key, Document(1), version: null, default);

        var second = await Store.WriteAsync(Key, Document(2), first, default);

        Assert.NotEqual(first, second);
        var entry = await Store.ReadAsync<StateDocument>(Key, default);
        Assert.Equal(second, entry!.Version);
        AssertSame(Document(2), entry.Value);
    }

    [Fact]
    public async Task A_write_that_names_an_old_version_is_a_conflict_and_changes_nothing()
    {
        var first = await Store.WriteAsync(Key, Document(1), version: null, default);
        await Store.WriteAsync(Key, Document(2), first, default);

        await AssertConflict(async () => await Store.WriteAsync(Key, Document(3), first, default));

        AssertSame(Document(2), (await Store.ReadAsync<StateDocument>(Key, default))!.Value);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("not a version")]
    [InlineData("99999999999999999999999999")]
    public async Task A_write_that_names_a_version_of_no_document_is_a_conflict(string version)
    {
        await AssertConflict(async () => await Store.WriteAsync(Key, Document(1), version, default));

        Assert.Null(await Store.ReadAsync<StateDocument>(Key, default));
    }

    [Fact]
    public async Task Of_many_that_create_one_document_at_once_exactly_one_wins()
    {
        var results = await AtOnce(16, async i => await Store.WriteAsync(Key, Document(i), version: null, default));

        var winner = Assert.Single(results, version => version is not null);
        Assert.Equal(winner, (await Store.ReadAsync<StateDocument>(Key, default))!.Version);
    }

    [Fact]
    public async Task Of_many_that_replace_one_version_at_once_exactly_one_wins()
    {
        var first = await Store.WriteAsync(Key, Document(-1), version: null, default);

        var results = await AtOnce(16, async i => await Store.WriteAsync(Key, Document(i), first, default));

        var winner = Array.FindIndex(results, version => version is not null);
        Assert.Single(results, version => version is not null);
        AssertSame(Document(winner), (await Store.ReadAsync<StateDocument>(Key, default))!.Value);
    }

    [Fact]
    public async Task No_increment_is_lost_when_many_count_in_one_document()
    {
        const int Counters = 8;
        const int Each = 10;
        await Store.WriteAsync(Key, Document(0), version: null, default);

        await Task.WhenAll(Enumerable.Range(0, Counters).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < Each;)
            {
                var entry = (await Store.ReadAsync<StateDocument>(Key, default))!;
                if (await TryAsync(async () => await Store.WriteAsync(Key, Document(entry.Value.Number + 1), entry.Version, default)) is not null)
                    done++;
            }
        })));

        Assert.Equal(Counters * Each, (await Store.ReadAsync<StateDocument>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task Many_documents_written_at_once_are_all_kept()
    {
        var results = await AtOnce(200, async i => await Store.WriteAsync(Numbered(i), Document(i), version: null, default));

        Assert.All(results, version => Assert.NotNull(version));
        for (var i = 0; i < results.Length; i++)
            Assert.Equal(i, (await Store.ReadAsync<StateDocument>(Numbered(i), default))!.Value.Number);
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_may_be_created_again()
    {
        var version = await Store.WriteAsync(Key, Document(1), version: null, default);

        await Store.DeleteAsync(Key, version, default);

        Assert.Null(await Store.ReadAsync<StateDocument>(Key, default));
        await Store.WriteAsync(Key, Document(2), version: null, default);
        AssertSame(Document(2), (await Store.ReadAsync<StateDocument>(Key, default))!.Value);
    }

    [Fact]
    public async Task A_delete_that_names_an_old_version_is_a_conflict_and_deletes_nothing()
    {
        var first = await Store.WriteAsync(Key, Document(1), version: null, default);
        await Store.WriteAsync(Key, Document(2), first, default);

        await AssertConflict(async () => await Store.DeleteAsync(Key, first, default));

        Assert.NotNull(await Store.ReadAsync<StateDocument>(Key, default));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_a_conflict() =>
        await AssertConflict(async () => await Store.DeleteAsync(Key, "1", default));

    [Fact]
    public async Task A_version_from_before_a_delete_does_not_fit_the_document_created_after_it()
    {
        var before = await Store.WriteAsync(Key, Document(1), version: null, default);
        await Store.DeleteAsync(Key, before, default);
        await Store.WriteAsync(Key, Document(2), version: null, default);

        await AssertConflict(async () => await Store.WriteAsync(Key, Document(3), before, default));
    }

    [Fact]
    public async Task Documents_of_two_kinds_with_one_id_do_not_meet()
    {
        var other = Key with { Kind = "other" };
        await Store.WriteAsync(Key, Document(1), version: null, default);
        var version = await Store.WriteAsync(other, new OtherStateDocument("word"), version: null, default);

        await Store.DeleteAsync(other, version, default);

        Assert.Null(await Store.ReadAsync<OtherStateDocument>(other, default));
        Assert.NotNull(await Store.ReadAsync<StateDocument>(Key, default));
    }

    [Fact]
    public async Task Keys_may_be_any_text_and_are_all_different()
    {
        StateKey[] keys =
        [
            new("k", "a"), new("k", "A"), new("k", "a "), new("k", " a"), new("k", "a/b"), new("k/a", "b"), new("k:a", "b"), new("k", "a:b"),
            new("k", "'; DROP TABLE documents; --"), new("k", "%"), new("k", "_"), new("k", "../../etc/passwd"), new("k", "a\0b"), new("k", "a\0c"),
            new("k", "é"), new("k", "e\u0301"), new("k", "🙂"), new("k", "\r\n"), new("k", "null"), new("k", new string('x', 4000)),
            new("k", new string('x', 4001)),
        ];

        for (var i = 0; i < keys.Length; i++)
            await Store.WriteAsync(keys[i], Document(i), version: null, default);

        for (var i = 0; i < keys.Length; i++)
            Assert.Equal(i, (await Store.ReadAsync<StateDocument>(keys[i], default))!.Value.Number);
    }

    [Fact]
    public async Task A_document_may_be_megabytes_long_and_hold_any_text()
    {
        var large = new StateDocument(1, new string('x', 4 << 20), ["\0", "\u2028", "🙂", "\"\\", "</script>"]);

        await Store.WriteAsync(Key, large, version: null, default);

        AssertSame(large, (await Store.ReadAsync<StateDocument>(Key, default))!.Value);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_writes_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.WriteAsync(Key, Document(1), version: null, cancelled));

        Assert.Null(await Store.ReadAsync<StateDocument>(Key, default));
    }

    protected static StateDocument Document(int number) => new(number, $"text {number}", ["a", "b"]);

    protected static void AssertSame(StateDocument expected, StateDocument actual)
    {
        Assert.Equal(expected.Number, actual.Number);
        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal<IEnumerable<string>>(expected.Items, actual.Items);
    }

    protected static async Task AssertConflict(Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<JarvisException>(action);
        Assert.Equal(ErrorCode.Conflict, exception.Code);
    }

    private static StateKey Numbered(int number) => new("document", $"tenant/conversation/{number}");

    private static async Task<string?> TryAsync(Func<Task<string>> write)
    {
        try
        {
            return await write();
        }
        catch (JarvisException e) when (e.Code == ErrorCode.Conflict)
        {
            return null;
        }
    }

    /// <summary>Starts all writes at one moment; gives the version of each, null for a conflict.</summary>
    private static async Task<string?[]> AtOnce(int count, Func<int, Task<string>> write)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, count).Select(async i =>
        {
            await start.Task;
            return await TryAsync(() => write(i));
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(writers);
    }
}
