using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>Gives back what a silo that stops has leased, once nothing of it uses more and while others can still be called.</summary>
/// <param name="meters">What is leased of language models.</param>
/// <param name="quota">What is leased of counted things.</param>
internal sealed class LeaseReturn(TenantMeters meters, ITurnQuota quota) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(LeaseReturn), ServiceLifecycleStage.Active + 1, static _ => Task.CompletedTask, StopAsync);

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        // Both take leases again where they are asked: to dispose of them is to give back.
        var returned = Task.WhenAll(meters.DisposeAsync().AsTask(), (quota as IAsyncDisposable)?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        await returned.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
