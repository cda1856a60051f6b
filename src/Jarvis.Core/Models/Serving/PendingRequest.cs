using System.Threading.Tasks.Sources;

namespace Jarvis.Models.Serving;

/// <summary>
/// A request on its way: waits in the queue, runs in a batch, and is what its caller awaits. It is used again for another once its caller
/// has the result and its batch has ended.
/// </summary>
internal sealed class PendingRequest<TRequest, TResult> : IValueTaskSource<TResult>
{
    private readonly ReplicaWorker<TRequest, TResult> _worker;
    private ManualResetValueTaskSourceCore<TResult> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private int _holders;
    private int _settled;

    internal PendingRequest(ReplicaWorker<TRequest, TResult> worker)
    {
        _worker = worker;
        Ticket = new QueueTicket<PendingRequest<TRequest, TResult>>(this);
    }

    internal QueueTicket<PendingRequest<TRequest, TResult>> Ticket { get; }

    internal TRequest Request { get; private set; } = default!;

    /// <summary>The batch that it runs in, guarded by the worker's lock; null while it waits and once its batch has ended.</summary>
    internal RunningBatch<TRequest, TResult>? Batch { get; set; }

    /// <summary>What it adds to the work that waits, in seconds.</summary>
    internal double Work { get; set; }

    /// <summary>Whether its caller has, or will get, a result of any kind.</summary>
    internal bool IsSettled => Volatile.Read(ref _settled) != 0;

    /// <summary>Begins with a new request, held by its caller.</summary>
    internal void Begin(TRequest request) => (Request, _holders, _settled) = (request, 1, 0);

    /// <summary>What its caller awaits. To be called once, when the request has been queued.</summary>
    internal ValueTask<TResult> AsTask(CancellationToken cancellationToken)
    {
        var task = new ValueTask<TResult>(this, _source.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static state => ((PendingRequest<TRequest, TResult>)state!).Cancel(), this);
        }

        return task;
    }

    /// <summary>Gives the result, unless the caller went away.</summary>
    internal bool TrySucceed(TResult result)
    {
        if (!TrySettle())
        {
            return false;
        }

        _source.SetResult(result);
        return true;
    }

    /// <summary>Gives an error, unless the caller went away.</summary>
    internal bool TryFail(Exception error)
    {
        if (!TrySettle())
        {
            return false;
        }

        _source.SetException(error);
        return true;
    }

    /// <summary>Keeps it from being used again until it is released once more.</summary>
    internal void Hold() => Interlocked.Increment(ref _holders);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            (Request, _cancellation, _registration) = (default!, default, default);
            _source.Reset();
            _worker.GiveBack(this);
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    public TResult GetResult(short token)
    {
        if (_source.GetStatus(token) is ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The result is not there yet: await it.");
        }

        // After this no cancellation can come that was meant for this request.
        _registration.Dispose();
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    private void Cancel()
    {
        if (TrySettle())
        {
            _worker.Leave(this);
            _source.SetException(new OperationCanceledException(_cancellation));
        }
    }

    private bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;
}
