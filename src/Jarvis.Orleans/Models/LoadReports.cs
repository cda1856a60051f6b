using Jarvis.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans;

/// <summary>
/// Tells all silos how much the models of this one have to do: soon after that changed, once for all that changes meanwhile, and at once when it takes
/// no more jobs. A silo that comes is told. An idle cluster is silent. Thread-safe.
/// </summary>
/// <param name="engine">Runs the models of this silo.</param>
/// <param name="taken">Tells of jobs.</param>
/// <param name="loads">What is known here.</param>
/// <param name="grains">Finds the others.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="time">The clock of messages.</param>
internal sealed class LoadReports(
    ModelEngine engine,
    TakenJobs taken,
    SiloLoads loads,
    IGrainFactory grains,
    ISiloStatusOracle oracle,
    [FromKeyedServices(TimeProviderNames.Messaging)] TimeProvider time) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How old what is told may be.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _isDue;
    private bool _saidDraining;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(LoadReports),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _timer = time.CreateTimer(static reports => ((LoadReports)reports!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            taken.Changed += TellSoon;
            oracle.SubscribeToSiloStatusEvents(this);
            return Task.CompletedTask;
        },
        _ =>
        {
            taken.Changed -= TellSoon;
            oracle.UnSubscribeFromSiloStatusEvents(this);

            // Waits for what is being told: the services that it needs go next.
            return _timer?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Active)
        {
            TellSoon();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void TellSoon()
    {
        lock (_lock)
        {
            if (_isDue && _saidDraining == taken.IsDraining)
            {
                return;
            }

            _isDue = true;
            var isNews = _saidDraining != taken.IsDraining;
            _saidDraining = taken.IsDraining;
            _timer?.Change(isNews ? TimeSpan.Zero : Pause, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell()
    {
        lock (_lock)
        {
            _isDue = false;
        }

        var (isDraining, models) = (taken.IsDraining, engine.ReadLoads());
        loads.Take(oracle.SiloAddress, isDraining, models);
        foreach (var silo in oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(oracle.SiloAddress)))
        {
            try
            {
                _ = grains.ModelsOf(silo).TakeLoadsAsync(oracle.SiloAddress, isDraining, models);
            }
            catch (ObjectDisposedException)
            {
                // This silo was killed rather than stopped: its services are gone before its timers are, and nobody waits to be told.
                return;
            }
        }
    }
}
