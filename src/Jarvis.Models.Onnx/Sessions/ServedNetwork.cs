using Jarvis.Errors;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// A network behind a worker, for the requests of everyone. It serves from the first moment on; what a profile finds in its spare time
/// (threads, the largest batch that pays, what batches cost) is put into its place while it serves. Thread-safe.
/// </summary>
internal sealed class ServedNetwork<TRequest, TResult> : IAsyncDisposable, IDisposable
{
    private readonly NetworkPlan<TRequest, TResult> _plan;
    private readonly TimeProvider _time;
    private readonly NetworkProfiler? _profiler;
    private readonly SpareTime? _spare;
    private readonly CancellationTokenSource _ending = new();
    private volatile Serving _serving;
    private int _isEnding;

    /// <param name="plan">The network.</param>
    /// <param name="profiler">Profiles it, or knows from before what came of it; null where its costs are only learned as it runs.</param>
    /// <param name="time">The clock.</param>
    public ServedNetwork(NetworkPlan<TRequest, TResult> plan, NetworkProfiler? profiler, TimeProvider time)
    {
        (_plan, _profiler, _time) = (plan, profiler, time);
        var known = plan.Profile is { } profile ? profiler?.Find(profile) : null;
        var network = plan.Open(known?.Threads ?? plan.Threads);
        _serving = Serve(network, known?.Costs ?? new BatchCosts(Math.Min(plan.Ceiling, network.MaxBatch)));
        if (known is null && plan.Profile is not null && profiler is { IsOn: true })
        {
            _spare = new SpareTime(profiler.After, Profile, time);
        }
        else
        {
            Profiled = known;
        }
    }

    /// <summary>What it was profiled as; null while it was not.</summary>
    public LoadProfile? Profiled { get; private set; }

    /// <summary>Whether it is being profiled now.</summary>
    public bool IsProfiling => _spare is { IsRunning: true };

    /// <summary>Ends when it has been profiled, or it is certain that it will not be.</summary>
    public Task ProfileEnded => _spare?.Over ?? Task.CompletedTask;

    /// <summary>What its worker has done; a worker that was replaced takes its counts with it.</summary>
    public WorkerStatus Status => _serving.Worker.Status;

    /// <summary>Loads now what a first request would.</summary>
    public void EnsureLoaded() => _serving.Network.Load?.Invoke();

    /// <summary>Runs a request, together with others where that pays; as the worker's.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="terms">For whom and by when.</param>
    /// <param name="cancellationToken">Takes the request out of the queue at once.</param>
    public async ValueTask<TResult> RunAsync(TRequest request, RequestTerms terms, CancellationToken cancellationToken)
    {
        _spare?.Enter();
        try
        {
            while (true)
            {
                var serving = _serving;
                try
                {
                    return await serving.Worker.RunAsync(request, terms, cancellationToken).ConfigureAwait(false);
                }
                catch (JarvisException exception) when (exception.Code is ErrorCode.ModelUnavailable && serving != _serving)
                {
                    // It came as the worker was replaced: the next one takes it.
                }
            }
        }
        finally
        {
            _spare?.Leave();
        }
    }

    /// <summary>Runs the rows of one request.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The places of the rows, in the order in which they go.</param>
    /// <param name="maxWaiting">The most that wait at once: enough to fill batches, and few enough to leave room for others.</param>
    /// <param name="terms">For whom and by when.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The result of each row, in the rows' order.</returns>
    public async Task<TResult[]> RunEachAsync(
        IReadOnlyList<TRequest> rows, IEnumerable<int> order, int maxWaiting, RequestTerms terms, CancellationToken cancellationToken)
    {
        if (rows.Count == 1)
        {
            return [await RunAsync(rows[0], terms, cancellationToken).ConfigureAwait(false)];
        }

        var results = new TResult[rows.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxWaiting, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            order,
            options,
            async (i, token) => results[i] = await RunAsync(rows[i], terms, token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
        {
            return;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        if (_spare is not null)
        {
            await _spare.DisposeAsync().ConfigureAwait(false);
        }

        await _serving.Worker.DisposeAsync().ConfigureAwait(false);
        _serving.Network.Dispose();
        _ending.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Serving Serve(OpenNetwork<TRequest, TResult> network, BatchCosts costs)
    {
        var options = new ReplicaWorkerOptions(_plan.Name) { QueueCapacity = _plan.QueueCapacity, Costs = costs };
        return new Serving(network, new ReplicaWorker<TRequest, TResult>([network.Runner], options, _time));
    }

    private void Profile(CancellationToken cancellationToken)
    {
        if (_profiler!.Measure(_plan, cancellationToken) is not var (profile, network))
        {
            return;
        }

        var before = _serving;
        (_serving, Profiled) = (Serve(network, profile.Costs), profile);
        // What waits there is answered first.
        before.Worker.DrainAsync(_ending.Token).GetAwaiter().GetResult();
        before.Network.Dispose();
    }

    private sealed record Serving(OpenNetwork<TRequest, TResult> Network, ReplicaWorker<TRequest, TResult> Worker);
}
