using Microsoft.Extensions.Primitives;

namespace Jarvis.Orleans;

/// <summary>
/// Tells that a silo is gone, or about to: who waits for an answer, which may never come and by now can be given by somebody else, and who has work with others. Silos hear of
/// it from their membership (<see cref="MemberLosses"/>), clients from what they see of the cluster (<see cref="ClientLosses"/>). Thread-safe.
/// </summary>
internal sealed class SiloLosses : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _next = new();

    /// <summary>Cancelled when the next silo is gone.</summary>
    internal CancellationToken Next
    {
        get
        {
            lock (_lock)
            {
                return _next.Token;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _next.Dispose();
        }
    }

    /// <summary>Has something called whenever a silo is gone; it returns soon and does not throw.</summary>
    /// <param name="gone">What to call.</param>
    /// <returns>Disposed, it is called no more.</returns>
    internal IDisposable Watch(Action gone) => ChangeToken.OnChange(() => new CancellationChangeToken(Next), gone);

    /// <summary>A silo is gone, or may be. Does not wait for those who are told.</summary>
    internal void Tell() => _ = EndAsync(Replace());

    private static async Task EndAsync(CancellationTokenSource gone)
    {
        using (gone)
        {
            await gone.CancelAsync().ConfigureAwait(false);
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
