using Jarvis.Errors;

namespace Jarvis.Models.Serving;

/// <summary>
/// One loaded model and the requests of everyone for it. Owns a thread for each runner, so that inference never starves the pool; callers
/// queue, wait without a thread, and are answered in batches. A request that passes alone costs no allocation and two hand-overs between
/// threads.
/// </summary>
/// <typeparam name="TRequest">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered. One that is disposable and that nobody waits for any more is disposed.</typeparam>
public sealed partial class ReplicaWorker<TRequest, TResult> : IAsyncDisposable, IDisposable
{
    private const int MaxSpare = 1024;

    private readonly object _gate = new();
    private readonly ReplicaWorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly IBatchRunner<TRequest, TResult> _first;
    private readonly FairQueue<PendingRequest<TRequest, TResult>> _queue;
    private readonly BatchCostTable _costs;
    private readonly ArrivalForecast _forecast = new();
    private readonly TenantMix _mix;
    private readonly List<RunningBatch<TRequest, TResult>> _batches = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReplicaMeters _meters = new();
    private readonly ITimer _window;
    private readonly Lock _spareGate = new();
    private readonly Stack<PendingRequest<TRequest, TResult>> _spare = new();
    private double _work;
    private long? _heldSince;
    private int _asked;
    private int _idle;
    private int _threads;
    private bool _closed;

    /// <summary>Starts the threads.</summary>
    /// <param name="runners">One for each thread; the same one several times where it is safe for several threads at once.</param>
    /// <param name="options">How requests are taken.</param>
    /// <param name="time">The clock.</param>
    public ReplicaWorker(IReadOnlyList<IBatchRunner<TRequest, TResult>> runners, ReplicaWorkerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(runners);
        ArgumentOutOfRangeException.ThrowIfZero(runners.Count);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _first, _threads) = (options, time, runners[0], runners.Count);
        _queue = new FairQueue<PendingRequest<TRequest, TResult>>(options.QueueCapacity);
        _mix = new TenantMix(time);
        _costs = new BatchCostTable(options.Costs ?? new BatchCosts(32));
        _window = time.CreateTimer(
            static state => ((ReplicaWorker<TRequest, TResult>)state!).EndWindow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var runner in runners)
        {
            var batch = new RunningBatch<TRequest, TResult>();
            _batches.Add(batch);
            var thread = new Thread(() => Serve(batch, new BatchAttempts<TRequest, TResult>(options.Name, runner)))
            {
                IsBackground = true,
                Name = $"replica {options.Name}",
            };
            thread.Start();
        }
    }

    /// <summary>What it has done, and does now.</summary>
    public WorkerStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _meters.ToStatus(_queue.Count, _batches.Sum(static batch => batch.Wanted));
            }
        }
    }

    /// <summary>Runs a request, together with others where that pays.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="terms">For whom and by when.</param>
    /// <param name="cancellationToken">
    /// Takes the request out of the queue at once; of a batch that runs only its result is dropped, unless nobody else wants the batch.
    /// </param>
    /// <returns>The answer; to be awaited once.</returns>
    /// <exception cref="JarvisException">
    /// It was not admitted (<see cref="ErrorCode.Overloaded"/>), its deadline passed while it waited (<see cref="ErrorCode.DeadlineExceeded"/>),
    /// the replica stops (<see cref="ErrorCode.ModelUnavailable"/>, retryable), or what the runner threw.
    /// </exception>
    public ValueTask<TResult> RunAsync(TRequest request, in RequestTerms terms, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        try
        {
            var bucket = _first.BucketOf(request);
            var pending = Rent(request);
            Enqueue(pending, terms, bucket);
            return pending.AsTask(cancellationToken);
        }
        catch (JarvisException exception)
        {
            return ValueTask.FromException<TResult>(exception);
        }
    }

    /// <summary>Takes no more requests, and ends when those that wait are answered.</summary>
    /// <param name="cancellationToken">Ends at once: what waits fails, what runs is cancelled.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static state => ((ReplicaWorker<TRequest, TResult>)state!).StopNow(), this);
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Ends at once: what waits fails, what runs is cancelled. Waits until the runners have returned.</summary>
    public async ValueTask DisposeAsync()
    {
        StopNow();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        StopNow();
        _ended.Task.GetAwaiter().GetResult();
    }

    internal void GiveBack(PendingRequest<TRequest, TResult> pending)
    {
        lock (_spareGate)
        {
            if (_spare.Count < MaxSpare)
            {
                _spare.Push(pending);
            }
        }
    }

    /// <summary>A caller went away: its request frees its place, in the queue or in a batch that nobody else wants.</summary>
    internal void Leave(PendingRequest<TRequest, TResult> pending)
    {
        lock (_gate)
        {
            _meters.Cancelled++;
            if (_queue.Remove(pending.Ticket))
            {
                _work -= pending.Work;
            }

            pending.Batch?.Leave();
        }
    }

    private PendingRequest<TRequest, TResult> Rent(TRequest request)
    {
        PendingRequest<TRequest, TResult>? pending;
        lock (_spareGate)
        {
            _spare.TryPop(out pending);
        }

        pending ??= new PendingRequest<TRequest, TResult>(this);
        pending.Begin(request);
        return pending;
    }
}
