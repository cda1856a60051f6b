using System.Collections.Immutable;
using Jarvis.Errors;
using Npgsql;

namespace Jarvis.Orleans;

/// <summary>
/// The tables of a cluster's database. Their version is the number of the last file of deploy/postgres that was applied; the files are in this
/// assembly.
/// </summary>
public sealed class PostgresSchema
{
    private const string Folder = "schema/";

    private static readonly Version OldestServer = new(15, 0);

    private readonly string _connectionString;
    private readonly ImmutableArray<string> _steps;

    /// <summary>Names the database; it is not connected to yet.</summary>
    /// <param name="connectionString">Where it is, as Npgsql writes it.</param>
    public PostgresSchema(string connectionString)
        : this(connectionString, Steps())
    {
    }

    internal PostgresSchema(string connectionString, ImmutableArray<string> steps)
    {
        _connectionString = connectionString;
        _steps = steps;
    }

    /// <summary>The version that this program works with.</summary>
    public int Latest => _steps.Length;

    /// <summary>
    /// Brings the tables up to date, all or nothing; those that are, are left alone. However many do it at once, one does and the others wait for it.
    /// </summary>
    /// <param name="cancellationToken">Ends it, with nothing changed.</param>
    /// <returns>The version before; 0 for a database without any.</returns>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.InvalidRequest"/> for what is no address of a database, <see cref="ErrorCode.Conflict"/> for tables of a newer Jarvis,
    /// <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) => AskAsync(async connection =>
    {
        if (connection.PostgreSqlVersion < OldestServer)
        {
            throw new JarvisException(
                ErrorCode.StorageFailed, $"The database is PostgreSQL {connection.PostgreSqlVersion}; version {OldestServer.Major} or later is needed.", retryable: false);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // Held until the end of the transaction. Its number is this schema's, and nobody else's in the database.
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('jarvis-schema', 0))", cancellationToken).ConfigureAwait(false);
        var before = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        RequireNotNewer(before);
        if (before == Latest)
        {
            return before;
        }

        foreach (var step in _steps[before..])
        {
            await ExecuteAsync(connection, step, cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(
            connection,
            $"""
            CREATE TABLE IF NOT EXISTS JarvisSchema (Version integer NOT NULL);
            DELETE FROM JarvisSchema;
            INSERT INTO JarvisSchema (Version) VALUES ({Latest});
            """,
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return before;
    }, cancellationToken);

    /// <summary>Refuses tables that are not of this program's version.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">As for <see cref="MigrateAsync"/>; <see cref="ErrorCode.Conflict"/> for older tables too.</exception>
    public Task RequireAsync(CancellationToken cancellationToken) => AskAsync(async connection =>
    {
        var version = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        RequireNotNewer(version);
        return version == Latest
            ? version
            : throw new JarvisException(
                ErrorCode.Conflict, $"The database's schema is of version {version}, and this Jarvis needs {Latest}; run jarvis-silo migrate as the owner of the tables.");
    }, cancellationToken);

    private static ImmutableArray<string> Steps()
    {
        var assembly = typeof(PostgresSchema).Assembly;
        return
        [
            .. from name in assembly.GetManifestResourceNames()
               where name.StartsWith(Folder, StringComparison.Ordinal)
               orderby name
               select Read(assembly.GetManifestResourceStream(name)!),
        ];
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('JarvisSchema') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand("SELECT max(Version) FROM JarvisSchema", connection);
        return await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as int? ?? 0;
    }

    private void RequireNotNewer(int version)
    {
        if (version > Latest)
        {
            throw new JarvisException(
                ErrorCode.Conflict,
                $"The database's schema is of a newer Jarvis (version {version}; this one knows up to {Latest}); run the newer one, or restore a backup from before.");
        }
    }

    private async Task<int> AskAsync(Func<NpgsqlConnection, Task<int>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await ask(connection).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // What it says may repeat a password.
            throw Error.InvalidRequest("The connection string of the database cannot be read; write it as Host=db;Database=jarvis;Username=jarvis.");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new JarvisException(
                ErrorCode.StorageFailed, "The database's user may not do this to its tables; run jarvis-silo migrate as their owner.", retryable: false, refused);
        }
        catch (NpgsqlException exception)
        {
            throw StateErrors.Unavailable(exception);
        }
    }
}
