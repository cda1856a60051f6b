using System.Collections.ObjectModel;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Orleans;

/// <summary>
/// Writes all that waits in one statement, one statement after the other: while one is under way the next gathers, so that many writers cost about as
/// much as one. What fails because the database is away stays, and is tried with the next. Thread-safe.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    /// <summary>The most writers of which it is remembered that they were too late, until they ask. Nobody has as many at once.</summary>
    private const int MaxLate = 100_000;

    /// <summary>How long after a failure it is tried again without anybody asking.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DocumentRows _rows;
    private readonly UnwrittenDocuments _unwritten;
    private readonly Func<UnwrittenDocument, byte[]> _serialize;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JarvisException> _late = new(StringComparer.Ordinal);
    private List<PendingDocument> _waiting = [];
    private TaskCompletionSource<IReadOnlyDictionary<string, JarvisException>> _next = New();
    private long? _due;
    private bool _isWriting;
    private bool _isClosed;

    /// <param name="rows">Where they go.</param>
    /// <param name="unwritten">What need not be kept at once.</param>
    /// <param name="serialize">How a document becomes bytes.</param>
    /// <param name="time">The clock.</param>
    internal PostgresWriter(DocumentRows rows, UnwrittenDocuments unwritten, Func<UnwrittenDocument, byte[]> serialize, TimeProvider time)
    {
        (_rows, _unwritten, _serialize, _time) = (rows, unwritten, serialize, time);
        _timer = time.CreateTimer(static writer => ((PostgresWriter)writer!).WriteWhenDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        var last = NextAsync(TimeSpan.Zero);
        lock (_lock)
            _isClosed = true;

        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends when a document is kept.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Conflict"/>, <see cref="ErrorCode.StorageFailed"/>.</exception>
    internal Task WriteAsync(PendingDocument document)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiting.Add(document);
        }

        Ask(TimeSpan.Zero);
        return document.Kept;
    }

    /// <summary>Ends when all that a writer wrote before is kept.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="key">A document of it.</param>
    /// <param name="patience">How long it may be put off.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.Conflict"/>: somebody else wrote, and what this one wrote meanwhile is gone. <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    internal async Task FlushAsync(string writer, StateKey key, TimeSpan patience)
    {
        // What the statement under way writes is here until it has been written. All who wait for it are told of those who came too late.
        JarvisException? why = null;
        if (_unwritten.TryRead(key, out _) || _unwritten.List().Any(document => SoleWriter.Of(document.Key) == writer))
        {
            why = (await NextAsync(patience).ConfigureAwait(false)).GetValueOrDefault(writer);
        }

        lock (_lock)
        {
            if (_late.Remove(writer, out var before))
            {
                why ??= before;
            }
        }

        if (why is not null)
        {
            throw why;
        }
    }

    /// <summary>Has what waits written within a time.</summary>
    internal void Ask(TimeSpan patience) => _ = NextAsync(patience);

    /// <summary>Ends when what waits now has been written.</summary>
    /// <returns>Which writers came too late with it, and what they are to be told.</returns>
    internal Task<IReadOnlyDictionary<string, JarvisException>> NextAsync(TimeSpan patience)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return Task.FromResult<IReadOnlyDictionary<string, JarvisException>>(ReadOnlyDictionary<string, JarvisException>.Empty);
            }

            var due = _time.GetTimestamp() + (long)(patience.TotalSeconds * _time.TimestampFrequency);
            if (_due is null || due < _due)
            {
                _due = due;
                Schedule();
            }

            return _next.Task;
        }
    }

    private static TaskCompletionSource<IReadOnlyDictionary<string, JarvisException>> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void WriteWhenDue()
    {
        lock (_lock)
            Schedule();
    }

    /// <summary>Writes when it is time, unless something is being written. Under the lock.</summary>
    private void Schedule()
    {
        if (_isWriting || _due is not { } due)
        {
            return;
        }

        if (_time.GetElapsedTime(_time.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero)
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        _isWriting = true;
        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WriteAllAsync(), this, preferLocal: false);
    }

    private async Task WriteAllAsync()
    {
        List<PendingDocument> waiting;
        TaskCompletionSource<IReadOnlyDictionary<string, JarvisException>> written;
        UnwrittenDocument[] unwritten;
        lock (_lock)
        {
            (waiting, _waiting) = (_waiting, []);
            (written, _next) = (_next, New());
            _due = null;
            unwritten = _unwritten.List();
        }

        try
        {
            written.SetResult(await WriteAsync(waiting, unwritten).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Those who wait are told, whatever it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            waiting.ForEach(document => document.Fail(exception));
            written.SetException(exception);
            _ = written.Task.Exception;
            // What need not be kept at once has nobody who waits for it, maybe.
            Ask(Pause);
        }
        finally
        {
            lock (_lock)
            {
                _isWriting = false;
                Schedule();
            }
        }
    }

    /// <summary>Writes what there is.</summary>
    /// <returns>As of <see cref="NextAsync"/>.</returns>
    private async Task<IReadOnlyDictionary<string, JarvisException>> WriteAsync(List<PendingDocument> waiting, UnwrittenDocument[] unwritten)
    {
        var older = unwritten.ToDictionary(document => document.Key);
        var rows = new List<DocumentRow>(waiting.Count + unwritten.Length);
        foreach (var document in waiting)
        {
            // What was to be written of it before need not be any more.
            var kept = older.Remove(document.Key, out var before) ? before.Kept : document.Expected;
            rows.Add(new(document.Key, document.Writer, kept, document.Version, document.Payload));
        }

        var late = new Dictionary<string, JarvisException>(StringComparer.Ordinal);
        foreach (var document in older.Values)
        {
            try
            {
                rows.Add(new(document.Key, SoleWriter.Of(document.Key)!, document.Kept, document.Version, _serialize(document)));
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                late[SoleWriter.Of(document.Key)!] = StateErrors.Refused(document.Key, exception);
            }
        }

        rows.RemoveAll(row => late.ContainsKey(row.Writer));
        if (rows.Count > 0)
        {
            // Once begun it is done: nobody would know whether it was.
            foreach (var (writer, why) in await _rows.WriteAsync(rows, CancellationToken.None).ConfigureAwait(false))
            {
                late[writer] = why;
            }
        }

        _unwritten.Settle(unwritten.Where(document => !late.ContainsKey(SoleWriter.Of(document.Key)!)).Select(document => (document, true)));
        Forget(late, rows);
        foreach (var document in waiting)
        {
            if (late.TryGetValue(document.Writer, out var why))
            {
                document.Fail(why);
            }
            else
            {
                document.Succeed();
            }
        }

        return late;
    }

    /// <summary>Of those who came too late all is gone, also what they wrote after: it was made from what is not kept.</summary>
    private void Forget(Dictionary<string, JarvisException> late, List<DocumentRow> rows)
    {
        if (late.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var (writer, why) in late)
            {
                // Who alone wrote something may not be waiting for it now, and is told when it asks.
                if (_late.Count < MaxLate && !rows.Exists(row => row.Writer == writer && SoleWriter.Of(row.Key) is null))
                {
                    _late[writer] = why;
                }
            }
        }

        _unwritten.Drop(key => SoleWriter.Of(key) is { } writer && late.ContainsKey(writer));
    }
}
