using System.Collections.Concurrent;
using Jarvis.Errors;
using Microsoft.Data.Sqlite;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// The one writer of a file, on a thread of its own: SQLite takes one at a time, and it blocks while the disk flushes. What has gathered
/// meanwhile is flushed together, so that many writers cost about as many flushes as one. What need not be on the disk yet is written
/// without: the log is flushed as a whole, so the next flush takes it along.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable, IDisposable
{
    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _places;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly string _file;
    private readonly int _maxBatch;
    private bool _flushes = true;
    private bool _isSuspect;
    private readonly Thread _thread;

    /// <summary>Takes over an open connection.</summary>
    internal SqliteWriter(SqliteConnection connection, string file, SqliteStateOptions options)
    {
        _connection = connection;
        _file = file;
        _maxBatch = options.MaxBatch;
        _places = new(options.QueueLength);
        _statements = new(connection, options.DocumentSchema);
        _thread = new(Run) { IsBackground = true, Name = "Jarvis state writer" };
        _thread.Start();
    }

    /// <summary>Ends when all that waits is written.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>Makes a change and waits until it is on the disk.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="JarvisException">Another version, or SQLite refused.</exception>
    internal async ValueTask<long> WriteAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Enqueue(write);
            await using var registration = cancellationToken.Register(() => write.TryCancel(cancellationToken)).ConfigureAwait(false);
            return await write.Done.ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Does what must be alone with the file; writes wait meanwhile, as they wait for each other.</summary>
    internal T Alone<T>(Func<T> work)
    {
        lock (_writing)
            return work();
    }

    private void Enqueue(PendingWrite write)
    {
        try
        {
            _queue.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The state store was closed.", e);
        }
    }

    private void Run()
    {
        var batch = new List<PendingWrite>(_maxBatch);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var next = first;
            do
            {
                if (next.TryBegin())
                    batch.Add(next);
            }
            while (batch.Count < _maxBatch && _queue.TryTake(out next));

            lock (_writing)
                WriteBatch(batch);

            batch.Clear();
        }

        _statements.Dispose();
        _connection.Dispose();
        _stopped.SetResult();
    }

    private void WriteBatch(List<PendingWrite> batch)
    {
        if (batch.Count == 0 || TryWrite(batch) is not { } failure)
            return;

        if (batch.Count == 1)
        {
            batch[0].Fail(failure);
            return;
        }

        // One that SQLite will not take must not fail its neighbours.
        foreach (var write in batch)
        {
            if (TryWrite([write]) is { } own)
                write.Fail(own);
        }
    }

    /// <summary>Writes all or none; gives why none.</summary>
    private Exception? TryWrite(List<PendingWrite> batch)
    {
        try
        {
            MakeSound();
            SetFlush(batch.Exists(static write => write.Flush));
            var versions = new long?[batch.Count];
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                for (var i = 0; i < batch.Count; i++)
                    versions[i] = _statements.Execute(batch[i], transaction);

                transaction.Commit();
            }

            for (var i = 0; i < batch.Count; i++)
            {
                if (versions[i] is { } version)
                    batch[i].Succeed(version);
                else
                    batch[i].Fail(SqliteErrors.Conflict(batch[i].Key));
            }

            return null;
        }
        catch (SqliteException e)
        {
            _isSuspect |= SqliteErrors.IsDiskError(e);
            return SqliteErrors.Explain(_file, e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e;
        }
    }

    /// <summary>
    /// After a flush that failed the system may take what was to be flushed for clean, and the next flush would not write it. So everything
    /// is first carried over from the log into the file, which is flushed anew, and the log begins again.
    /// </summary>
    private void MakeSound()
    {
        if (!_isSuspect)
            return;

        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var reader = command.ExecuteReader();
        const int Busy = 0;
        if (reader.Read() && reader.GetInt64(Busy) != 0)
            throw new SqliteException("The log is in use.", SqliteErrors.Busy);

        _isSuspect = false;
    }

    private void SetFlush(bool flushes)
    {
        if (_flushes == flushes)
            return;

        using var command = _connection.CreateCommand();
        command.CommandText = flushes ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
        command.ExecuteNonQuery();
        _flushes = flushes;
    }
}
