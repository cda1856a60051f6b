using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>The statements of the writer, compiled once. Each changes one document, or none where its version does not fit.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _delete;
    private readonly int _schema;

    internal SqliteStatements(SqliteConnection connection, int schema)
    {
        _schema = schema;
        _insert = Compile(
            connection,
            "INSERT INTO documents (kind, id, version, schema, payload) VALUES ($kind, $id, $next, $schema, $payload) ON CONFLICT DO NOTHING");
        _update = Compile(
            connection,
            "UPDATE documents SET version = $next, schema = $schema, payload = $payload WHERE kind = $kind AND id = $id AND version = $version");
        _delete = Compile(connection, "DELETE FROM documents WHERE kind = $kind AND id = $id AND version = $version");
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
    }

    /// <summary>Makes the change, if the document has the version that is named.</summary>
    internal bool TryExecute(PendingWrite write, SqliteTransaction transaction)
    {
        var command = write switch
        {
            { Payload: null } => _delete,
            { Version: null } => _insert,
            _ => _update,
        };

        command.Transaction = transaction;
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$kind", write.Key.Kind);
        command.Parameters.AddWithValue("$id", write.Key.Id);
        if (write.Version is { } version)
            command.Parameters.AddWithValue("$version", version);

        if (write.Payload is { } payload)
        {
            command.Parameters.AddWithValue("$next", write.Next);
            command.Parameters.AddWithValue("$schema", _schema);
            command.Parameters.AddWithValue("$payload", payload);
        }

        return command.ExecuteNonQuery() == 1;
    }

    private static SqliteCommand Compile(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
