using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans;

/// <summary>
/// Tells that a silo is gone when Orleans has drawn its conclusions from it: it ends those actors of this silo too that were entered with that one. It takes none apart while it is
/// called, and who reads an actor calls it for 5 seconds: so reading is broken off, but not at once, since a reader that is back before the end has begun would hold it up
/// again. Thread-safe.
/// </summary>
internal sealed class SettledLosses : IDisposable
{
    /// <summary>Several times what it takes on a busy machine, and little beside finding out that a silo is gone.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly SiloLosses _settled = new();
    private readonly ITimer _timer;
    private readonly IDisposable _watch;

    /// <param name="losses">Tells at once.</param>
    /// <param name="time">The clock of messages.</param>
    public SettledLosses(SiloLosses losses, [FromKeyedServices(TimeProviderNames.Messaging)] TimeProvider time)
    {
        _timer = time.CreateTimer(static settled => ((SiloLosses)settled!).Tell(), _settled, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = losses.Watch(() => _timer.Change(Settling, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Cancelled soon after the next silo is gone.</summary>
    internal CancellationToken Next => _settled.Next;

    public void Dispose()
    {
        _watch.Dispose();
        _timer.Dispose();
        _settled.Dispose();
    }
}
