using System.Collections.Concurrent;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// The one writer of a file: SQLite takes one at a time. What has to be on the disk is written on a thread of its own, which blocks while the disk
/// flushes; what has gathered meanwhile is flushed together, so that many writers cost about as many flushes as one. Whatever is written takes all
/// along that is still in memory, so that what is in the file is always what was there at one moment. A flush of what need not be on the disk yet is
/// done beside the writing.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable, IDisposable
{
    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _places;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly UnwrittenDocuments _unwritten;
    private readonly string _path;
    private readonly string _file;
    private readonly int _maxBatch;
    private readonly Thread _thread;
    private readonly SqliteFlusher _flusher;
    private SafeFileHandle? _log;
    private bool _flushes = true;
    private Exception? _refused;
    private volatile bool _isSuspect;
    private long _commits;
    private long _flushedCommits = -1;
    private long _flushCount;

    /// <summary>Takes over an open connection.</summary>
    internal SqliteWriter(SqliteConnection connection, UnwrittenDocuments unwritten, string path, SqliteStateOptions options)
    {
        _connection = connection;
        _unwritten = unwritten;
        _path = path;
        _file = Path.GetFileName(path);
        _maxBatch = options.MaxBatch;
        _places = new(options.QueueLength);
        _statements = new(connection, options.DocumentSchema);
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
        _unwritten.Count == 0 && Interlocked.Read(ref _commits) == Interlocked.Read(ref _flushedCommits) ? Task.CompletedTask : _flusher.FlushAsync(patience);

    /// <summary>Makes a change and waits until it is on the disk, where it has to be.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="JarvisException">Another version, or SQLite refused.</exception>
    internal async ValueTask<long> WriteAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
        {
            WriteUnwritten();
            return work();
        }
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
            // Those who could be told that this fails have been told.
            _ = TryWrite([]);
            _statements.Dispose();
            _connection.Dispose();
        }

        _log?.Dispose();
        _stopped.SetResult();
    }

    private static void Tell(PendingWrite write, bool isWritten)
    {
        if (isWritten)
            write.Succeed();
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
            lock (_writing)
                WriteUnwritten();

            var commits = Interlocked.Read(ref _commits);
            _log ??= File.OpenHandle(_path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(_log);
            Interlocked.Increment(ref _flushCount);
            Interlocked.Exchange(ref _flushedCommits, commits);
            if (Interlocked.Exchange(ref _refused, null) is { } refused)
                throw refused;
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
            var unwritten = _unwritten.List();
            if (batch.Count + unwritten.Length == 0)
                return null;

            var written = new bool[batch.Count];
            var settled = new List<(UnwrittenDocument, bool)>(unwritten.Length);
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                foreach (var document in unwritten)
                    settled.Add((document, TryWrite(document, transaction)));

                for (var i = 0; i < batch.Count; i++)
                    written[i] = _statements.TryExecute(batch[i], transaction);

                transaction.Commit();
            }

            Interlocked.Increment(ref _commits);
            if (_flushes)
                Interlocked.Increment(ref _flushCount);

            _unwritten.Settle(settled);
            for (var i = 0; i < batch.Count; i++)
                Tell(batch[i], written[i]);

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Explain(e);
        }
    }

    /// <summary>Has the file be sound, and hold what is newer in memory.</summary>
    private void WriteUnwritten()
    {
        if (TryWrite([]) is { } failure)
            throw failure;
    }

    /// <summary>Writes one that was in memory. One that SQLite will not take must not fail all others for ever: it is gone, and the next flush says so.</summary>
    private bool TryWrite(UnwrittenDocument document, SqliteTransaction transaction)
    {
        try
        {
            if (_statements.TryExecute(new PendingWrite(document), transaction))
                return true;

            _refused = SqliteErrors.Conflict(document.Key);
        }
        catch (SqliteException e) when (SqliteErrors.IsOfStatement(e))
        {
            _refused = SqliteErrors.Explain(_file, e);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            _refused = Error.StorageFailed($"A {document.Key.Kind} cannot be written as JSON; this is a fault of the program.", e);
        }

        return false;
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
