using Jarvis.Errors;

namespace Jarvis.Models.Serving;

/// <summary>
/// Runs the requests of a batch and settles each: together first, and where that throws one by one, so that what breaks a batch costs its
/// own request only. Nothing is tried more than twice.
/// </summary>
/// <param name="name">What runs, for messages.</param>
/// <param name="runner">Runs it.</param>
internal sealed class BatchAttempts<TRequest, TResult>(string name, IBatchRunner<TRequest, TResult> runner)
{
    private readonly List<TRequest> _requests = [];
    private readonly List<TRequest> _alone = [default!];
    private BatchResults<TResult> _results = new(1);

    internal int Succeeded { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>Runs the requests that are still wanted.</summary>
    /// <param name="pending">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it ran at once and without an error: then its time tells what such batches cost.</returns>
    internal bool Run(List<PendingRequest<TRequest, TResult>> pending, CancellationToken cancellationToken)
    {
        (Succeeded, Failed) = (0, 0);
        foreach (var request in pending)
        {
            _requests.Add(request.Request);
        }

        var error = TryRun(_requests, cancellationToken);
        _requests.Clear();
        if (error is not null && pending.Count > 1 && !cancellationToken.IsCancellationRequested)
        {
            RunOneByOne(pending, cancellationToken);
            return false;
        }

        for (var i = 0; i < pending.Count; i++)
        {
            Settle(pending[i], i, error);
        }

        _results.Clear();
        return error is null;
    }

    private void RunOneByOne(List<PendingRequest<TRequest, TResult>> pending, CancellationToken cancellationToken)
    {
        foreach (var request in pending)
        {
            if (request.IsSettled)
            {
                continue;
            }

            _alone[0] = request.Request;
            Settle(request, 0, TryRun(_alone, cancellationToken));
        }

        _alone[0] = default!;
        _results.Clear();
    }

    private Exception? TryRun(List<TRequest> requests, CancellationToken cancellationToken)
    {
        _results = _results.Capacity < requests.Count ? new BatchResults<TResult>(requests.Count) : _results;
        _results.Begin(requests.Count);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            runner.Run(requests, _results, cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // Whatever a runner throws goes to the callers that wait for it; the thread serves on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Callers that went away have their answer: who still waits for a batch that was stopped waits for a replica that stops.
            return cancellationToken.IsCancellationRequested ? ReplicaErrors.Stopping(name) : exception;
        }
    }

    private void Settle(PendingRequest<TRequest, TResult> request, int index, Exception? error)
    {
        error ??= _results.IsSet(index) ? _results.ErrorOf(index) : Error.ModelFailed($"{name} did not answer this request; try again.");
        if (error is not null)
        {
            Failed += request.TryFail(error) ? 1 : 0;
        }
        else if (request.TrySucceed(_results.ValueOf(index)))
        {
            Succeeded++;
        }
        else
        {
            // Nobody is there to dispose of it.
            (_results.ValueOf(index) as IDisposable)?.Dispose();
        }
    }
}
