using System.Collections.Concurrent;

namespace Jarvis.Orleans;

/// <summary>Tells those on this silo that another is gone. Thread-safe.</summary>
/// <param name="oracle">Knows the silos.</param>
internal sealed class SiloDeaths(ISiloStatusOracle oracle) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ConcurrentDictionary<Watcher, Action> _watchers = new();

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloDeaths),
        ServiceLifecycleStage.Active,
        _ =>
        {
            oracle.SubscribeToSiloStatusEvents(this);
            return Task.CompletedTask;
        },
        _ =>
        {
            oracle.UnSubscribeFromSiloStatusEvents(this);
            return Task.CompletedTask;
        });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead)
        {
            return;
        }

        foreach (var gone in _watchers.Values)
        {
            gone();
        }
    }

    /// <summary>Has something called whenever a silo is gone; it returns soon and does not throw.</summary>
    /// <param name="gone">What to call.</param>
    /// <returns>Disposed, it is called no more.</returns>
    internal IDisposable Watch(Action gone)
    {
        var watcher = new Watcher(this);
        _watchers[watcher] = gone;
        return watcher;
    }

    private sealed class Watcher(SiloDeaths deaths) : IDisposable
    {
        public void Dispose() => deaths._watchers.TryRemove(this, out _);
    }
}
