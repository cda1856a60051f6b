using Jarvis.State;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>A connection that reads documents, with its statement compiled once. One call at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;

    internal SqliteReader(string connectionString)
    {
        _connection = new(connectionString);
        _connection.Open();
        _command = _connection.CreateCommand();
        _command.CommandText = "SELECT version, schema, payload FROM documents WHERE kind = $kind AND id = $id";
        _command.Parameters.Add("$kind", SqliteType.Text);
        _command.Parameters.Add("$id", SqliteType.Text);
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }

    /// <summary>The version, form and content of a document; null where there is none.</summary>
    internal (long Version, long Schema, byte[] Payload)? Read(StateKey key)
    {
        _command.Parameters[0].Value = key.Kind;
        _command.Parameters[1].Value = key.Id;
        using var reader = _command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)) : null;
    }
}
