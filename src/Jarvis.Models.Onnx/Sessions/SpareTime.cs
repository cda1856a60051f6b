namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// Does a piece of work once nothing else has been done for a while. Work in whose midst something comes is cancelled. When it was, or gave
/// itself up for the moment, it is begun anew after a time without anything that is twice as long; it is over when it has ended.
/// </summary>
internal sealed class SpareTime : IAsyncDisposable
{
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<CancellationToken> _work;
    private readonly ITimer _timer;
    private TimeSpan _quiet;
    private CancellationTokenSource? _cancel;
    private Task _running = Task.CompletedTask;
    private int _busy;
    private bool _isOver;

    /// <param name="quiet">How long nothing is to happen before the work begins.</param>
    /// <param name="work">The work; has a thread of its own, and throws nothing but <see cref="OperationCanceledException"/>.</param>
    /// <param name="time">The clock.</param>
    public SpareTime(TimeSpan quiet, Action<CancellationToken> work, TimeProvider time)
    {
        _quiet = quiet;
        _work = work;
        _timer = time.CreateTimer(static state => ((SpareTime)state!).Begin(), this, quiet, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends when the work has, or will not be begun any more.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether the work is being done now.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _cancel is not null;
            }
        }
    }

    /// <summary>Something comes.</summary>
    public void Enter()
    {
        CancellationTokenSource? cancel = null;
        lock (_lock)
        {
            if (_busy++ == 0 && !_isOver)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                cancel = _cancel;
            }
        }

        cancel?.Cancel();
    }

    /// <summary>It has gone.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_busy == 0)
            {
                Wait();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task running;
        CancellationTokenSource? cancel;
        lock (_lock)
        {
            _isOver = true;
            (running, cancel) = (_running, _cancel);
        }

        cancel?.Cancel();
        await running.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _over.TrySetResult();
    }

    private void Wait()
    {
        if (!_isOver && _cancel is null)
        {
            _timer.Change(_quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (!_isOver && _busy == 0 && _cancel is null)
            {
                // Not disposed: it has no timer, and who comes may still cancel it when the work has ended.
                var cancel = _cancel = new CancellationTokenSource();
                _running = Task.Factory.StartNew(() => Work(cancel.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    private void Work(CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            _work(cancellationToken);
            isDone = true;
        }
        catch (OperationCanceledException)
        {
            // Another time.
        }

        lock (_lock)
        {
            _cancel = null;
            _isOver |= isDone;
            _quiet = _quiet * 2 < LongestQuiet ? _quiet * 2 : LongestQuiet;
            if (_busy == 0)
            {
                Wait();
            }
        }

        if (isDone)
        {
            _over.TrySetResult();
        }
    }
}
