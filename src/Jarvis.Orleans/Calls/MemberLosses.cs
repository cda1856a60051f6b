namespace Jarvis.Orleans;

/// <summary>
/// Tells those on a silo that another is gone, or about to: from when it says so nobody finds the actors that were entered with it.
/// </summary>
/// <param name="oracle">Knows the silos.</param>
/// <param name="losses">Tells the others.</param>
internal sealed class MemberLosses(ISiloStatusOracle oracle, SiloLosses losses) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(MemberLosses),
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
        if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead && !updatedSilo.Equals(oracle.SiloAddress))
        {
            losses.Tell();
        }
    }
}
