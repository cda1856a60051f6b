using Jarvis.Errors;
using Npgsql;

namespace Jarvis.Orleans.Tests.Postgres;

[Collection(PostgresGroup.Name)]
public sealed class PostgresSchemaTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Many_that_start_at_once_make_the_schema_once_and_all_go_on()
    {
        var schema = new PostgresSchema(server.NewDatabase());

        var before = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => schema.MigrateAsync(default)));

        Assert.Single(before, 0);
        Assert.Equal(7, before.Count(version => version == schema.Latest));
        await schema.RequireAsync(default);
    }

    [PostgresFact]
    public async Task Tables_from_before_there_were_versions_are_taken_over_with_what_they_hold()
    {
        var database = server.NewDatabase();
        var schema = new PostgresSchema(database);
        await schema.MigrateAsync(default);
        Execute(
            database,
            """
            DROP TABLE JarvisSchema;
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, ModifiedOn, Version) VALUES ('s', 'kind', 0, 0, now(), 1)
            """);

        Assert.Equal(0, await schema.MigrateAsync(default));

        Assert.Equal(1L, Ask(database, "SELECT count(*) FROM OrleansStorage"));
        await schema.RequireAsync(default);
    }

    [PostgresFact]
    public async Task A_schema_of_a_newer_Jarvis_is_refused_and_left_alone()
    {
        var database = server.NewDatabase();
        var schema = new PostgresSchema(database);
        await schema.MigrateAsync(default);
        Execute(database, "UPDATE JarvisSchema SET Version = 999");

        var refused = await Assert.ThrowsAsync<JarvisException>(() => schema.MigrateAsync(default));
        var looked = await Assert.ThrowsAsync<JarvisException>(() => schema.RequireAsync(default));

        Assert.Equal(ErrorCode.Conflict, refused.Code);
        Assert.Contains("newer Jarvis (version 999", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, looked.Message);
        Assert.Equal(999, Ask(database, "SELECT Version FROM JarvisSchema"));
    }

    [PostgresFact]
    public async Task Only_the_steps_that_a_database_lacks_are_done()
    {
        var database = server.NewDatabase();
        await new PostgresSchema(database, ["CREATE TABLE first (x int)"]).MigrateAsync(default);
        var later = new PostgresSchema(database, ["CREATE TABLE first (x int)", "CREATE TABLE second (x int)"]);

        var older = await Assert.ThrowsAsync<JarvisException>(() => later.RequireAsync(default));
        Assert.Contains("run jarvis-silo migrate", older.Message, StringComparison.Ordinal);

        Assert.Equal(1, await later.MigrateAsync(default));
        Assert.Equal(2, await later.MigrateAsync(default));
    }

    [PostgresFact]
    public async Task A_step_that_fails_leaves_the_database_as_it_was()
    {
        var database = server.NewDatabase();
        var broken = new PostgresSchema(database, ["CREATE TABLE first (x int)", "CREATE TABLE first (x int)"]);

        var failed = await Assert.ThrowsAsync<JarvisException>(() => broken.MigrateAsync(default));

        Assert.Equal(ErrorCode.StorageFailed, failed.Code);
        Assert.Equal(DBNull.Value, Ask(database, "SELECT to_regclass('first')::text"));
        Assert.Equal(DBNull.Value, Ask(database, "SELECT to_regclass('JarvisSchema')::text"));
    }

    [PostgresFact]
    public async Task Who_does_not_own_the_tables_may_look_and_is_told_who_may_change_them()
    {
        var database = server.NewDatabase();
        Execute(database, "CREATE ROLE silo LOGIN");
        var silo = database.Replace("Username=jarvis", "Username=silo", StringComparison.Ordinal);
        await new PostgresSchema(database).MigrateAsync(default);
        Execute(database, "GRANT SELECT ON JarvisSchema TO silo");

        await new PostgresSchema(silo).RequireAsync(default);
        var newer = Enumerable.Repeat("", new PostgresSchema(database).Latest).Append("CREATE TABLE second (x int)");
        var refused = await Assert.ThrowsAsync<JarvisException>(() => new PostgresSchema(silo, [.. newer]).MigrateAsync(default));

        Assert.Contains("as their owner", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A table of few rows is read whole, whatever the query: this one has many.</summary>
    [PostgresTheory]
    [InlineData("ReadFromStorageKey")]
    [InlineData("WriteToStorageKey")]
    [InlineData("ClearStorageKey")]
    [InlineData("DeleteStorageKey")]
    public async Task A_document_is_found_by_its_key_and_not_by_looking_at_all(string query)
    {
        var database = server.NewDatabase();
        await new PostgresSchema(database).MigrateAsync(default);
        Execute(
            database,
            """
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, GrainIdN0, GrainIdN1, ModifiedOn, Version)
            SELECT 's', 'turn', '/t/' || i, 0, 0, now(), 1 FROM generate_series(1, 20000) i;
            ANALYZE OrleansStorage
            """);
        var sql = (string)Ask(database, $"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{query}'")!;

        var plan = (string)Ask(
            database,
            "EXPLAIN (FORMAT JSON) " + sql.Replace("@ServiceId", "'s'", StringComparison.Ordinal)
                .Replace("@GrainIdExtensionString", "'/t/5'", StringComparison.Ordinal)
                .Replace("@GrainTypeString", "'turn'", StringComparison.Ordinal)
                .Replace("@GrainIdN0", "0", StringComparison.Ordinal)
                .Replace("@GrainIdN1", "0", StringComparison.Ordinal)
                .Replace("@GrainStateVersion", "1", StringComparison.Ordinal)
                .Replace("@PayloadBinary", "''::bytea", StringComparison.Ordinal))!;

        Assert.Contains("orleansstorage_key", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_not_repeated()
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(() => new PostgresSchema("Pass=hunter2;Nonsense").RequireAsync(default));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    private static void Execute(string database, string sql) => Ask(database, sql);

    private static object? Ask(string database, string sql)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
