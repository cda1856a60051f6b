using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Orleans.Tests.Silos;
using Npgsql;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>The users of the database that docs/operating.md makes.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DatabaseUserTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");

    public void Dispose() => _resources.Delete(recursive: true);

    [PostgresFact]
    public async Task A_silo_whose_user_may_only_use_the_tables_waits_for_their_owner_to_make_them_and_then_works()
    {
        var (owner, user) = await MakeUsersAsync();
        var cluster = new Dictionary<string, string> { ["Database"] = user, ["Resources"] = _resources.FullName, ["Migrate"] = "false" };

        var early = await SiloProcess.RunAsync(cluster);
        var migrated = await SiloCommand.RunAsync(new Dictionary<string, string> { ["Database"] = owner }, "migrate");
        await using var silo = await SiloProcess.StartAsync(cluster);
        var asked = await SiloCommand.RunAsync(cluster, "ask", "What time is it?");

        Assert.Equal(2, early.Code);
        Assert.Contains("run jarvis-silo migrate as the owner of the tables", early.Output, StringComparison.Ordinal);
        Assert.Equal((0, $"The database's schema was of version 0 and is of version {new PostgresSchema(owner).Latest}.\n"), (migrated.Code, migrated.Output));
        Assert.True(asked.Code == 0, asked.Error);
    }

    [PostgresFact]
    public async Task A_silo_that_finds_the_schema_of_a_newer_Jarvis_ends_and_says_so()
    {
        var database = server.NewDatabase();
        await new PostgresSchema(database).MigrateAsync(default);
        Execute(database, "UPDATE JarvisSchema SET Version = 999");

        var (code, said) = await SiloProcess.RunAsync(new Dictionary<string, string> { ["Database"] = database, ["Resources"] = _resources.FullName });

        Assert.Equal(2, code);
        Assert.Contains("The database's schema is of a newer Jarvis (version 999; this one knows up to", said, StringComparison.Ordinal);
    }

    private async Task<(string Owner, string User)> MakeUsersAsync()
    {
        var name = $"d{Guid.NewGuid():N}";
        await using var admin = NpgsqlDataSource.Create(server.ConnectionString);
        foreach (var sql in (string[])[$"CREATE ROLE {name}_owner LOGIN", $"CREATE ROLE {name} LOGIN", $"CREATE DATABASE {name} OWNER {name}_owner"])
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        var owner = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Username = $"{name}_owner" }.ConnectionString;
        Execute(owner, $"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}");
        return (owner, new NpgsqlConnectionStringBuilder(owner) { Username = name }.ConnectionString);
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
