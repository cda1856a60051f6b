using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>The form of the file: brings an older one up to date and refuses a newer one or somebody else's.</summary>
internal static class SqliteSchema
{
    /// <summary>"JRVS", by which the file is told from those of other programs.</summary>
    internal const int ApplicationId = 0x4A525653;

    /// <summary>What makes each form of the file out of the one before. Only ever added to.</summary>
    internal static readonly ImmutableArray<string> Migrations =
    [
        """
        CREATE TABLE documents (
          kind TEXT NOT NULL,
          id TEXT NOT NULL,
          version INTEGER NOT NULL,
          schema INTEGER NOT NULL,
          payload BLOB NOT NULL,
          PRIMARY KEY (kind, id)
        ) WITHOUT ROWID;
        """,

        // Of rows in the tree of their key only a kilobyte stays there, and the rest takes a page or more of its own.
        """
        ALTER TABLE documents RENAME TO documents_1;
        CREATE TABLE documents (
          kind TEXT NOT NULL,
          id TEXT NOT NULL,
          version INTEGER NOT NULL,
          schema INTEGER NOT NULL,
          payload BLOB NOT NULL,
          PRIMARY KEY (kind, id)
        );
        INSERT INTO documents SELECT * FROM documents_1;
        DROP TABLE documents_1;
        """,
    ];

    /// <summary>Makes the file one of the newest form. Several processes may do so at once.</summary>
    /// <exception cref="Errors.JarvisException">It is of a newer form, or another program's.</exception>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    internal static void Prepare(SqliteConnection connection, string file)
    {
        // Asked before anything is written: a file of another program stays as it is. All at one moment, as another process may just be making it.
        using (var look = connection.BeginTransaction(deferred: true))
        {
            Check(connection, file);
            look.Commit();
        }

        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");

        // A row that is deleted is zeros where it stood: that costs no write more. What else may be left of it goes with the next rewriting.
        Run(connection, "PRAGMA secure_delete = FAST;");
        using var transaction = connection.BeginTransaction(deferred: false);
        for (var form = Check(connection, file); form < Migrations.Length; form++)
        {
            Run(connection, Migrations[(int)form]);
            Run(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {form + 1};");
        }

        transaction.Commit();
    }

    private static long Check(SqliteConnection connection, string file)
    {
        var application = Number(connection, "PRAGMA application_id");
        var isEmpty = application == 0 && Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !isEmpty)
            throw SqliteErrors.Foreign(file);

        var form = Number(connection, "PRAGMA user_version");
        return form <= Migrations.Length ? form : throw SqliteErrors.Newer(file, form, Migrations.Length);
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
