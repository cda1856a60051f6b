using Jarvis.Actors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>
/// Has open turns looked for when this silo has started, whenever another is gone, and when this one has lost an actor that worked. Thread-safe.
/// </summary>
/// <param name="grains">Finds who looks.</param>
/// <param name="delivery">Makes calls again.</param>
/// <param name="losses">Tells when a silo is gone.</param>
/// <param name="logger">Told of faults.</param>
internal sealed class RecoveryTrigger(IGrainFactory grains, Delivery delivery, SiloLosses losses, ILogger<RecoveryTrigger> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Outbox _outbox = new(logger);
    private IDisposable? _watch;
    private int _waiting;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(RecoveryTrigger),
        ServiceLifecycleStage.Active + 1,
        _ =>
        {
            _watch = losses.Watch(Pull);
            Pull();
            return Task.CompletedTask;
        },
        async _ =>
        {
            _watch?.Dispose();
            await _stopped.CancelAsync().ConfigureAwait(false);
        });

    public void Dispose() => _stopped.Dispose();

    /// <summary>Has them looked for, and does not wait for it.</summary>
    internal void Pull()
    {
        // One that waits to be sent stands for all.
        if (!_stopped.IsCancellationRequested && Interlocked.Exchange(ref _waiting, 1) == 0)
        {
            _outbox.Post(AskAsync);
        }
    }

    private async Task AskAsync()
    {
        Volatile.Write(ref _waiting, 0);
        try
        {
            var recovery = grains.GetGrain<IRecoveryGrain>(IRecoveryGrain.Key);
            await delivery.CallAsync(() => recovery.RecoverAsync(_stopped.Token), _ => !_stopped.IsCancellationRequested, Delivery.LongPatience, _stopped.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The others look.
        }
    }
}
