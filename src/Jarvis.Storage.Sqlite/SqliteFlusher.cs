using System.Diagnostics;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// Flushes to the disk on a thread of its own, so that nobody who writes waits for the disk. All who ask while one flush goes on, or is put off, share
/// the next.
/// </summary>
internal sealed class SqliteFlusher : IDisposable
{
    private readonly Action _flush;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Thread _thread;
    private TaskCompletionSource? _next;
    private long _due;
    private bool _isStopped;

    /// <param name="flush">Flushes; called on the thread, one call at a time. What it throws is what those get who asked.</param>
    internal SqliteFlusher(Action flush)
    {
        _flush = flush;
        _thread = new(Run) { IsBackground = true, Name = "Jarvis state flusher" };
        _thread.Start();
    }

    /// <summary>Ends when what was asked for is done.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isStopped = true;

        _asked.Release();
        _thread.Join();
        _asked.Dispose();
    }

    /// <summary>Ends with a flush that begins after the call.</summary>
    /// <param name="patience">How long after at the latest.</param>
    internal Task FlushAsync(TimeSpan patience)
    {
        var due = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            if (_next is null || due < _due)
            {
                _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                _due = due;
                _asked.Release();
            }

            return _next.Task;
        }
    }

    private void Run()
    {
        while (Wait() is { } asked)
        {
            try
            {
                _flush();
                asked.SetResult();
            }
#pragma warning disable CA1031 // It is theirs who asked.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                asked.SetException(exception);
            }
        }
    }

    /// <summary>Waits until somebody asks, and then until what is asked for is due; null when nobody asks any more.</summary>
    private TaskCompletionSource? Wait()
    {
        while (true)
        {
            var milliseconds = Timeout.Infinite;
            lock (_lock)
            {
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _due);
                if (_isStopped || (_next is not null && left <= TimeSpan.Zero))
                {
                    var asked = _next;
                    _next = null;
                    return asked;
                }

                milliseconds = _next is null ? milliseconds : (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue);
            }

            // By the real clock: it is the disk that is spared, whatever time a host lives in.
            _asked.Wait(milliseconds);
        }
    }
}
