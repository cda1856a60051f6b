using Jarvis.State;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>A connection that reads documents, with its statement compiled once. One call at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _document;
    private readonly SqliteCommand _version;

    internal SqliteReader(string connectionString)
    {
        _connection = new(connectionString);
        _connection.Open();
        _document = Select("version, schema, payload");
        _version = Select("version");
    }

    public void Dispose()
    {
        _document.Dispose();
        _version.Dispose();
        _connection.Dispose();
    }

    /// <summary>The version, form and content of a document; null where there is none.</summary>
    internal (long Version, long Schema, byte[] Payload)? Read(StateKey key)
    {
        using var reader = Execute(_document, key);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)) : null;
    }

    /// <summary>The version of a document; null where there is none.</summary>
    internal long? ReadVersion(StateKey key)
    {
        using var reader = Execute(_version, key);
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    private static SqliteDataReader Execute(SqliteCommand command, StateKey key)
    {
        command.Parameters[0].Value = key.Kind;
        command.Parameters[1].Value = key.Id;
        return command.ExecuteReader();
    }

    private SqliteCommand Select(string columns)
    {
        var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM documents WHERE kind = $kind AND id = $id";
        command.Parameters.Add("$kind", SqliteType.Text);
        command.Parameters.Add("$id", SqliteType.Text);
        return command;
    }
}
