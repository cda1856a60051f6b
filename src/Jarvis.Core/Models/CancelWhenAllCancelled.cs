namespace Jarvis.Models;

/// <summary>Stops a batch once nobody wants any of it: one that is still wanted keeps its neighbours running.</summary>
internal sealed class CancelWhenAllCancelled : IDisposable
{
    private readonly CancellationTokenRegistration[] _registrations;
    private int _wanted;

    internal CancelWhenAllCancelled(IReadOnlyCollection<QueuedJob> batch, CancellationTokenSource stop)
    {
        _wanted = batch.Count;
        _registrations = [.. batch.Select(job => job.Cancelled.Register(() =>
        {
            if (Interlocked.Decrement(ref _wanted) == 0)
            {
                // What runners do when they are stopped takes as long as it takes, and who cancels is in an actor's turn.
                _ = stop.CancelAsync();
            }
        }))];
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
