using System.Collections.Concurrent;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>The connections that read documents: as many as read at once, of which some are kept for the next.</summary>
/// <param name="connectionString">How they are opened.</param>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    /// <summary>The most that are kept; a read takes microseconds, so few are ever at work.</summary>
    private const int MaxIdle = 8;

    private readonly ConcurrentQueue<SqliteReader> _idle = new();
    private volatile bool _isClosed;

    /// <summary>Closes those that nobody uses; the others are closed when they are given back.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Empty();
    }

    /// <inheritdoc cref="SqliteReader.Read"/>
    internal (long Version, long Schema, byte[] Payload)? Read(StateKey key) => With(reader => reader.Read(key));

    /// <inheritdoc cref="SqliteReader.ReadVersion"/>
    internal long? ReadVersion(StateKey key) => With(reader => reader.ReadVersion(key));

    private T With<T>(Func<SqliteReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var reader = _idle.TryDequeue(out var known) ? known : new SqliteReader(connectionString);
        try
        {
            var result = read(reader);
            GiveBack(reader);
            return result;
        }
        catch
        {
            // The next one gets a connection of which nothing is known.
            reader.Dispose();
            throw;
        }
    }

    private void GiveBack(SqliteReader reader)
    {
        if (_idle.Count >= MaxIdle)
        {
            reader.Dispose();
            return;
        }

        _idle.Enqueue(reader);
        if (_isClosed)
            Empty();
    }

    private void Empty()
    {
        while (_idle.TryDequeue(out var reader))
            reader.Dispose();
    }
}
