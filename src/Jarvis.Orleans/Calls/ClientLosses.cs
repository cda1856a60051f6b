namespace Jarvis.Orleans;

/// <summary>
/// Tells those on a client that a silo is gone: the manifest of the cluster, which a client asks a gateway for, lacks one; or a connection to a gateway has ended, which
/// Orleans breaks no calls off for, and the gateway may be the one that was asked for the manifest.
/// </summary>
/// <param name="manifests">Knows the silos.</param>
/// <param name="losses">Tells the others.</param>
internal sealed class ClientLosses(IClusterManifestProvider manifests, SiloLosses losses)
    : IClusterConnectionStatusObserver, ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(IClusterClientLifecycle observer) => observer.Subscribe(
        nameof(ClientLosses),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _watching = WatchAsync(_stopped.Token);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopped.CancelAsync().ConfigureAwait(false);
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
        {
            losses.Tell();
        }
    }

    public void NotifyClusterConnectionLost()
    {
        // The last connection, which was told of.
    }

    public void Dispose() => _stopped.Dispose();

    private async Task WatchAsync(CancellationToken stopped)
    {
        var known = manifests.Current.Silos;
        await foreach (var manifest in manifests.Updates.WithCancellation(stopped).ConfigureAwait(false))
        {
            if (known.Keys.Any(silo => !manifest.Silos.ContainsKey(silo)))
            {
                losses.Tell();
            }

            known = manifest.Silos;
        }
    }
}
