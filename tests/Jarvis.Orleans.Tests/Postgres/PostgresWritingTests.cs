using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>What is ahead of the database, and what becomes of it when somebody else was first. Time stands still: nothing is written unless it is asked for.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresWritingTests(PostgresServer server)
{
    private static readonly StateKey Head = new("conversation", "t/c");
    private static readonly StateKey Turn = new("turn", "t/c/1");
    private static readonly StateKey Elsewhere = new("turn", "t/other/1");

    private readonly string _service = Guid.NewGuid().ToString("N");
    private readonly FakeTimeProvider _time = new();

    [PostgresFact]
    public async Task What_need_not_be_kept_yet_is_read_at_once_and_kept_by_the_flush_of_its_writer_with_all_that_he_wrote()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        await store.WriteUnflushedAsync(Head, Document(1), version: null, default);
        var version = await store.WriteUnflushedAsync(Turn, Document(2), version: null, default);
        await store.WriteUnflushedAsync(Turn, Document(3), version, default);

        Assert.Equal((1, 3), (await ReadAsync(store, Head), await ReadAsync(store, Turn)));
        Assert.Equal((null, null), (await ReadAsync(other, Head), await ReadAsync(other, Turn)));

        await store.FlushAsync(Turn, TimeSpan.Zero, default);

        Assert.Equal((1, 3), (await ReadAsync(other, Head), await ReadAsync(other, Turn)));
        Assert.Equal((await store.ReadAsync<StateDocument>(Turn, default))!.Version, (await other.ReadAsync<StateDocument>(Turn, default))!.Version);
    }

    [PostgresFact]
    public async Task A_document_that_has_to_be_kept_takes_along_all_that_waits()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        await store.WriteUnflushedAsync(Elsewhere, Document(1), version: null, default);
        var version = await store.WriteUnflushedAsync(Head, Document(1), version: null, default);

        await store.WriteAsync(Head, Document(2), version, default);

        Assert.Equal((2, 1), (await ReadAsync(other, Head), await ReadAsync(other, Elsewhere)));
    }

    [PostgresFact]
    public async Task What_nobody_flushes_is_kept_soon()
    {
        var own = server.NewDatabase();
        await new PostgresSchema(own).MigrateAsync(default);
        var store = await PostgresStore.OpenAsync(own, _service, _time);
        await using var database = NpgsqlDataSource.Create(own);
        await using var connection = await database.OpenConnectionAsync();
        await using var listen = new NpgsqlCommand(
            """
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('written', ''); RETURN NULL; END $$;
            CREATE TRIGGER tell AFTER INSERT ON OrleansStorage FOR EACH ROW EXECUTE FUNCTION tell();
            LISTEN written
            """,
            connection);
        await listen.ExecuteNonQueryAsync();
        await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);

        _time.Advance(PostgresStateStore.LongestInMemory);

        await connection.WaitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        Assert.Equal(1, await ReadAsync(await PostgresStore.OpenAsync(own, _service, _time), Turn));
    }

    [PostgresFact]
    public async Task Of_a_writer_who_comes_too_late_nothing_is_kept_and_he_is_told_by_the_flush_and_others_are_kept()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var version = await store.WriteAsync(Turn, Document(1), version: null, default);
        await store.WriteUnflushedAsync(Turn, Document(2), version, default);
        await store.WriteUnflushedAsync(Head, Document(2), version: null, default);
        await store.WriteUnflushedAsync(Elsewhere, Document(2), version: null, default);
        await other.WriteAsync(Turn, Document(10), version, default);

        var late = await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Head, TimeSpan.Zero, default));

        Assert.Equal(ErrorCode.Conflict, late.Code);
        Assert.Equal((10, null, 2), (await ReadAsync(other, Turn), await ReadAsync(other, Head), await ReadAsync(other, Elsewhere)));
        Assert.Equal((10, null), (await ReadAsync(store, Turn), await ReadAsync(store, Head)));
        await store.FlushAsync(Head, TimeSpan.Zero, default);
        await store.FlushAsync(Elsewhere, TimeSpan.Zero, default);
    }

    [PostgresFact]
    public async Task All_who_wait_for_one_flush_of_a_writer_who_comes_too_late_are_told()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        await other.WriteAsync(Turn, Document(10), version: null, default);
        await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);
        var first = store.FlushAsync(Turn, TimeSpan.FromMilliseconds(1), default).AsTask();
        var second = store.FlushAsync(Turn, TimeSpan.FromMilliseconds(1), default).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => first)).Code);
        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => second)).Code);
    }

    [PostgresFact]
    public async Task A_writer_is_told_that_he_was_too_late_though_it_was_found_out_by_what_somebody_else_flushed()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        await other.WriteAsync(Turn, Document(10), version: null, default);
        await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);
        await store.WriteAsync(Elsewhere, Document(1), version: null, default);

        await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Turn, TimeSpan.Zero, default));
    }

    [PostgresFact]
    public async Task What_is_written_over_a_version_that_was_lost_is_lost_too()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var version = await store.WriteAsync(Turn, Document(1), version: null, default);
        var lost = await store.WriteUnflushedAsync(Turn, Document(2), version, default);
        await other.WriteAsync(Turn, Document(10), version, default);
        await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Turn, TimeSpan.Zero, default));

        await store.WriteUnflushedAsync(Turn, Document(3), lost, default);
        await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Turn, TimeSpan.Zero, default));
        await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteAsync(Turn, Document(3), lost, default));

        Assert.Equal(10, await ReadAsync(other, Turn));
    }

    [PostgresFact]
    public async Task Who_shares_a_document_is_told_at_once()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var shared = new StateKey("open-conversations", ".open/1");
        await other.WriteUnflushedAsync(shared, Document(1), version: null, default);

        var late = await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteUnflushedAsync(shared, Document(2), version: null, default));

        Assert.Equal((ErrorCode.Conflict, 1), (late.Code, await ReadAsync(store, shared)));
    }

    [PostgresFact]
    public async Task What_waits_outlasts_a_database_that_is_away()
    {
        var database = server.NewDatabase();
        await new PostgresSchema(database).MigrateAsync(default);
        var (store, other) = (await PostgresStore.OpenAsync(database, _service, _time), await PostgresStore.OpenAsync(database, _service, _time));
        await RunAsync(database, "ALTER TABLE OrleansStorage RENAME TO away");
        var version = await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);

        var away = await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(Turn, TimeSpan.Zero, default));
        await Assert.ThrowsAsync<JarvisException>(async () => await store.WriteAsync(Head, Document(1), version: null, default));
        await RunAsync(database, "ALTER TABLE away RENAME TO OrleansStorage");

        Assert.Equal((ErrorCode.StorageFailed, true), (away.Code, away.Retryable));
        await store.WriteUnflushedAsync(Turn, Document(2), version, default);
        await store.FlushAsync(Turn, TimeSpan.Zero, default);
        Assert.Equal((2, null), (await ReadAsync(other, Turn), await ReadAsync(other, Head)));
    }

    [PostgresFact]
    public async Task What_the_database_will_never_take_keeps_nobody_else_from_being_written()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        // An index takes no key of that length.
        var endless = new StateKey("turn", "t/endless/" + string.Concat(Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid())));
        await store.WriteUnflushedAsync(endless, Document(1), version: null, default);
        await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);

        await store.FlushAsync(Turn, TimeSpan.Zero, default);
        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await store.FlushAsync(endless, TimeSpan.Zero, default));

        Assert.Equal((ErrorCode.StorageFailed, false), (refused.Code, refused.Retryable));
        Assert.Equal((1, null), (await ReadAsync(other, Turn), await ReadAsync(store, endless)));
    }

    [PostgresFact]
    public async Task A_writer_who_is_far_ahead_waits_for_the_database()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        for (var number = 0; number <= PostgresStateStore.MaxUnwritten; number++)
        {
            await store.WriteUnflushedAsync(new("turn", $"t/c/{number}"), Document(number), version: null, default);
        }

        Assert.Equal(0, await ReadAsync(other, new("turn", "t/c/0")));
    }

    [PostgresFact]
    public async Task What_is_deleted_is_gone_though_it_was_only_here_and_does_not_come_again()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var version = await store.WriteUnflushedAsync(Turn, Document(1), version: null, default);

        await store.DeleteAsync(Turn, version, default);
        await store.FlushAsync(Turn, TimeSpan.Zero, default);

        Assert.Equal((null, null), (await ReadAsync(store, Turn), await ReadAsync(other, Turn)));
    }

    [PostgresFact]
    public async Task Of_counters_that_many_processes_count_at_once_no_count_is_lost()
    {
        const int Stores = 3;
        const int Each = 40;
        StateKey[] counters = [.. Enumerable.Range(0, 8).Select(number => new StateKey("counter", $"t/{number}"))];
        var stores = await Task.WhenAll(Enumerable.Range(0, Stores).Select(_ => OpenAsync()));

        await Task.WhenAll(stores.SelectMany((store, first) => counters.Select((_, number) => Task.Run(async () =>
        {
            for (var count = 0; count < Each; count++)
            {
                // Each takes them in another order, so that they would wait for each other in a ring.
                await CountAsync(store, counters[(number + (first * count)) % counters.Length]);
            }
        }))));

        var counted = 0;
        foreach (var counter in counters)
        {
            counted += await ReadAsync(stores[0], counter) ?? 0;
        }

        Assert.Equal(Stores * Each * counters.Length, counted);
    }

    /// <summary>Of a table that nobody has analyzed the server knows nothing: it takes it for one of few rows, and would read it whole.</summary>
    [PostgresTheory]
    [InlineData(DocumentRows.Sql, "(text, text[], text[], integer[], integer[], bytea[], integer[])", "('s', ARRAY['/t/5'], ARRAY['turn'], ARRAY[1], ARRAY[2], ARRAY[''::bytea], ARRAY[0])")]
    [InlineData(DocumentReader.Sql, "(text, text[], text[])", "('s', ARRAY['/t/5'], ARRAY['turn'])")]
    public async Task A_document_is_looked_for_by_its_key_whatever_the_server_takes_the_table_for(string sql, string types, string values)
    {
        var own = server.NewDatabase();
        await new PostgresSchema(own).MigrateAsync(default);
        await using var database = PostgresStateStore.Open(own);
        await using var connection = await database.OpenConnectionAsync();
        await using var prepare = new NpgsqlCommand($"PREPARE statement {types} AS {sql}", connection);
        await prepare.ExecuteNonQueryAsync();

        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE statement {values}", connection);
        await using var lines = await explain.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await lines.ReadAsync())
        {
            plan.Add(lines.GetString(0));
        }

        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Hash Join", StringComparison.Ordinal));
        var conditions = plan.FindAll(line => line.Contains("Index Cond", StringComparison.Ordinal));
        Assert.NotEmpty(conditions);
        Assert.All(conditions, condition => Assert.Contains("grainidextensionstring = ", condition, StringComparison.Ordinal));
    }

    private static async Task CountAsync(IStateStore store, StateKey counter)
    {
        while (true)
        {
            var entry = await store.ReadAsync<StateDocument>(counter, default);
            try
            {
                await store.WriteAsync(counter, Document((entry?.Value.Number ?? 0) + 1), entry?.Version, default);
                return;
            }
            catch (JarvisException late) when (late.Code == ErrorCode.Conflict)
            {
            }
        }
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static StateDocument Document(int number) => new(number, "", []);

    private static async Task<int?> ReadAsync(IStateStore store, StateKey key) => (await store.ReadAsync<StateDocument>(key, default))?.Value.Number;

    private Task<IStateStore> OpenAsync() => PostgresStore.OpenAsync(server.ConnectionString, _service, _time);
}
