using System.Collections.Concurrent;
using Jarvis.Errors;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// The one writer of a file: SQLite takes one at a time. What has to be on the disk is written on a thread of its own, which blocks while the disk
/// flushes; what has gathered meanwhile is flushed together, so that many writers cost about as many flushes as one. What need not be on the disk
/// yet is written at once, by whoever writes it, where nobody else is writing: the log is flushed as a whole and in order, so the next flush takes it
/// along. A flush that follows is done beside the writing.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable, IDisposable
{
    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _places;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly string _path;
    private readonly string _file;
    private readonly int _maxBatch;
    private readonly Thread _thread;
    private readonly SqliteFlusher _flusher;
    private SafeFileHandle? _log;
    private bool _flushes = true;
    private volatile bool _isSuspect;
    private long _commits;
    private long _flushedCommits = -1;
    private long _flushCount;

    /// <summary>Takes over an open connection.</summary>
    internal SqliteWriter(SqliteConnection connection, string path, SqliteStateOptions options)
    {
        _connection = connection;
        _path = path;
        _file = Path.GetFileName(path);
        _maxBatch = options.MaxBatch;
        _places = new(options.QueueLength);
        _statements = new(connection, options.DocumentSchema);
        SetFlush(false);
        _flusher = new(Flush);
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

    /// <summary>How often the disk was flushed.</summary>
    internal long Flushes => Interlocked.Read(ref _flushCount);

    /// <summary>Ends when all that was written before is on the disk.</summary>
    internal Task FlushAsync(TimeSpan patience) =>
        Interlocked.Read(ref _commits) == Interlocked.Read(ref _flushedCommits) ? Task.CompletedTask : _flusher.FlushAsync(patience);

    /// <summary>Makes a change and waits until it is on the disk, where it has to be.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="JarvisException">Another version, or SQLite refused.</exception>
    internal async ValueTask<long> WriteAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!write.Flush && TryWriteNow(write))
            return await write.Done.ConfigureAwait(false);

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

        _flusher.Dispose();
        lock (_writing)
        {
            _statements.Dispose();
            _connection.Dispose();
        }

        _log?.Dispose();
        _stopped.SetResult();
    }

    /// <summary>
    /// Writes on the caller's thread where nobody else writes, here or in another process: to go to the thread and back takes several times as long as
    /// the write, which waits for no disk.
    /// </summary>
    /// <returns>Whether it was tried; if not, it has to wait for its turn.</returns>
    private bool TryWriteNow(PendingWrite write)
    {
        if (!_writing.TryEnter())
            return false;

        try
        {
            if (_queue.IsAddingCompleted || _isSuspect || _flushes)
                return false;

            if (raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE") != raw.SQLITE_OK)
                return false;

            Commit(write);
            return true;
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>Writes in the transaction that is open, and ends that.</summary>
    private void Commit(PendingWrite write)
    {
        var handle = _connection.Handle!;
        try
        {
            var version = _statements.Execute(write, transaction: null);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(handle, "COMMIT"), handle);
            Interlocked.Increment(ref _commits);
            Tell(write, version);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What SQLite ended itself is ended already.
            raw.sqlite3_exec(handle, "ROLLBACK");
            write.Fail(Explain(e));
        }
    }

    private static void Tell(PendingWrite write, long? version)
    {
        if (version is { } written)
            write.Succeed(written);
        else
            write.Fail(SqliteErrors.Conflict(write.Key));
    }

    private Exception Explain(Exception exception)
    {
        if (exception is not SqliteException e)
            return exception;

        _isSuspect |= SqliteErrors.IsDiskError(e);
        return SqliteErrors.Explain(_file, e);
    }

    /// <summary>Has the disk keep what is in the log. SQLite itself flushes nothing but the log when a transaction ends.</summary>
    private void Flush()
    {
        try
        {
            if (_isSuspect)
            {
                lock (_writing)
                    MakeSound();
            }

            var commits = Interlocked.Read(ref _commits);
            _log ??= File.OpenHandle(_path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(_log);
            Interlocked.Increment(ref _flushCount);
            Interlocked.Exchange(ref _flushedCommits, commits);
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isSuspect = true;
            throw SqliteErrors.NotFlushed(_file, e);
        }
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

            Interlocked.Increment(ref _commits);
            if (_flushes)
                Interlocked.Increment(ref _flushCount);

            for (var i = 0; i < batch.Count; i++)
                Tell(batch[i], versions[i]);

            // So that who writes next need not come here for it.
            SetFlush(false);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Explain(e);
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
