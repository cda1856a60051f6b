namespace Jarvis.Models.Serving;

/// <summary>The batch that a thread of a replica runs. Guarded by the worker's lock but for the thread's own lists.</summary>
internal sealed class RunningBatch<TRequest, TResult> : IDisposable
{
    private CancellationTokenSource _stop = new();

    /// <summary>The requests; the thread's own while it runs.</summary>
    internal List<PendingRequest<TRequest, TResult>> Requests { get; } = [];

    internal BatchBucket Bucket { get; private set; }

    internal long Started { get; private set; }

    /// <summary>How long it is expected to run; zero when unknown, or when nothing runs.</summary>
    internal TimeSpan Expected { get; private set; }

    /// <summary>How many callers still wait for it.</summary>
    internal int Wanted { get; private set; }

    internal CancellationToken Stop => _stop.Token;

    /// <summary>Begins to run what is in the list.</summary>
    internal void Begin(BatchBucket bucket, long now, TimeSpan expected)
    {
        (Bucket, Started, Expected, Wanted) = (bucket, now, expected, Requests.Count);
        foreach (var request in Requests)
        {
            request.Batch = this;
            request.Hold();
        }
    }

    /// <summary>A caller went away: once all have, the batch is stopped.</summary>
    internal void Leave()
    {
        if (--Wanted == 0)
        {
            Cancel();
        }
    }

    internal void Cancel() => _stop.Cancel();

    /// <summary>Ends what has run. The list is the thread's to clear.</summary>
    internal void End()
    {
        (Expected, Wanted) = (TimeSpan.Zero, 0);
        foreach (var request in Requests)
        {
            request.Batch = null;
        }

        if (_stop.IsCancellationRequested)
        {
            _stop.Dispose();
            _stop = new CancellationTokenSource();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
