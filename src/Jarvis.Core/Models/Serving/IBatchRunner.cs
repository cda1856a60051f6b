namespace Jarvis.Models.Serving;

/// <summary>Runs batches of requests: the part of a model that a <see cref="ReplicaWorker{TRequest,TResult}"/> drives.</summary>
/// <typeparam name="TRequest">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public interface IBatchRunner<TRequest, TResult>
{
    /// <summary>What a request must share with others to run together with them. Called by callers' threads; must be quick.</summary>
    /// <param name="request">A request.</param>
    /// <exception cref="Errors.JarvisException">The request is wrong; its caller gets this.</exception>
    BatchBucket BucketOf(TRequest request);

    /// <summary>
    /// Runs a batch on the calling thread. Fills every result, or fails that request alone. What it throws fails the whole batch: its
    /// requests are then tried one by one, so that one that breaks its batch costs only itself.
    /// </summary>
    /// <param name="requests">Of one bucket; at least one.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="cancellationToken">Ends the run: nobody wants any of it, or the replica stops.</param>
    void Run(IReadOnlyList<TRequest> requests, BatchResults<TResult> results, CancellationToken cancellationToken);
}
