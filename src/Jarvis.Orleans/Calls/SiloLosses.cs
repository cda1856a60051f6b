namespace Jarvis.Orleans;

/// <summary>
/// Tells who waits for an answer that a silo is gone, in a silo and in a client alike: the answer may never come, and by now somebody else can give it.
/// Thread-safe.
/// </summary>
/// <param name="manifests">Knows the silos; a client asks one of them every second.</param>
internal sealed class SiloLosses(IClusterManifestProvider manifests) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposed = new();
    private CancellationTokenSource _next = new();
    private bool _isWatching;

    /// <summary>Cancelled when the next silo is gone.</summary>
    internal CancellationToken Next
    {
        get
        {
            lock (_lock)
            {
                if (!_isWatching)
                {
                    _isWatching = true;
                    _ = WatchAsync(_disposed.Token);
                }

                return _next.Token;
            }
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private async Task WatchAsync(CancellationToken disposed)
    {
        // Not under the lock that it was called in.
        await Task.Yield();
        var known = manifests.Current.Silos;
        await foreach (var manifest in manifests.Updates.WithCancellation(disposed).ConfigureAwait(false))
        {
            if (known.Keys.Any(silo => !manifest.Silos.ContainsKey(silo)))
            {
                using var gone = Replace();
                await gone.CancelAsync().ConfigureAwait(false);
            }

            known = manifest.Silos;
        }
    }

    private CancellationTokenSource Replace()
    {
        lock (_lock)
        {
            (var gone, _next) = (_next, new CancellationTokenSource());
            return gone;
        }
    }
}
