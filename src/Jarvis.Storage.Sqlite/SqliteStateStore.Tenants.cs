using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <content>What is kept of one tenant: the rows of each kind whose id begins with its name, found by the primary key.</content>
public sealed partial class SqliteStateStore
{
    /// <summary>How many documents are read at once: nothing is held open while they are looked at.</summary>
    private const int PageLength = 64;

    /// <summary>'0' comes after '/': what begins with a name and a '/' lies between the two.</summary>
    private const string OfTenant = "(id = $tenant OR (id > $tenant || '/' AND id < $tenant || '0'))";

    private readonly string _keepers;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDocument> ReadAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is only in memory is not found in the file.
        await _writer.FlushAsync(TimeSpan.Zero).WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var kind in Kinds())
        {
            var after = "";
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = ReadPage(tenant, kind, after);
                foreach (var document in page)
                    yield return document;

                if (page.Count < PageLength)
                    break;

                after = page[^1].Key.Id;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteAsync(TenantId tenant, string except, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return new(Keep(connection =>
        {
            var kinds = Kinds();
            var deleted = 0;
            foreach (var kind in kinds.Where(kind => kind != except))
            {
                if (deleted == most)
                    break;

                using var command = Command(
                    connection,
                    $"DELETE FROM documents WHERE kind = $kind AND id IN (SELECT id FROM documents WHERE kind = $kind AND {OfTenant} LIMIT $most)",
                    ("$kind", kind),
                    ("$tenant", tenant.Value),
                    ("$most", most - deleted));
                deleted += command.ExecuteNonQuery();
            }

            return deleted;
        }));
    }

    /// <summary>
    /// Writes the whole file anew, where that is asked for: deleting zeroes a row where it stood, but copies of it that SQLite made when it moved rows
    /// between pages may be left in what no row uses. Then the log is carried over and made empty.
    /// </summary>
    /// <param name="rewrite">Whether the file is written anew; takes seconds for each gigabyte, and writes wait.</param>
    /// <param name="cancellationToken">Ends the call before it has begun.</param>
    /// <exception cref="JarvisException">The disk is full, or somebody reads all the time, so that the log cannot be emptied; try again.</exception>
    public async ValueTask PurgeAsync(bool rewrite, CancellationToken cancellationToken)
    {
        var busy = await Task.Run(
            () => Keep(connection =>
            {
                if (rewrite)
                {
                    using var anew = Command(connection, "VACUUM");
                    anew.CommandTimeout = 0;
                    anew.ExecuteNonQuery();
                }

                using var command = Command(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
                return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            }),
            cancellationToken).ConfigureAwait(false);
        if (busy != 0)
            throw Error.StorageFailed($"The log of the state file '{_file}' could not be emptied while others read it; try again.");
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);

        return command;
    }

    /// <summary>The kinds that there are, found by stepping over the primary key: a handful, whatever there is of each.</summary>
    private List<string> Kinds() => Read(connection =>
    {
        var kinds = new List<string>();
        while (true)
        {
            using var command = Command(connection, "SELECT min(kind) FROM documents WHERE kind > $kind", ("$kind", kinds.LastOrDefault("")));
            if (command.ExecuteScalar() is not string kind)
                return kinds;

            kinds.Add(kind);
        }
    });

    private List<StoredDocument> ReadPage(TenantId tenant, string kind, string after) => Read(connection =>
    {
        using var command = Command(
            connection,
            $"SELECT id, payload FROM documents WHERE kind = $kind AND {OfTenant} AND id > $after ORDER BY id LIMIT $most",
            ("$kind", kind),
            ("$tenant", tenant.Value),
            ("$after", after),
            ("$most", PageLength));
        using var reader = command.ExecuteReader();
        var page = new List<StoredDocument>();
        while (reader.Read())
            page.Add(new(new(kind, reader.GetString(0)), reader.GetFieldValue<byte[]>(1)));

        return page;
    });

    private T Read<T>(Func<SqliteConnection, T> read) => With(_readers, read);

    /// <summary>Changes the file in the writer's place.</summary>
    private T Keep<T>(Func<SqliteConnection, T> change) => _writer.Alone(() => With(_keepers, connection =>
    {
        using var secure = Command(connection, "PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST;");
        secure.ExecuteNonQuery();
        return change(connection);
    }));

    private T With<T>(string connectionString, Func<SqliteConnection, T> work)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            return work(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(_file, e);
        }
    }
}
