using Jarvis.Actors;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Orleans;

/// <summary>
/// The way to a model, wherever it is. The same attempt twice is one job, so what was not answered is sent again. Where there is no silo for it
/// nobody is called.
/// </summary>
/// <param name="id">Its key.</param>
/// <param name="grain">The model.</param>
/// <param name="placement">Knows where it may be.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class RemoteModel(ModelId id, IModelGrain grain, ClusterPlacement placement, Delivery delivery) : IModelActor
{
    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken) => delivery.CallAsync(
        async () =>
        {
            await placement.RequireAsync(id, cancellationToken).ConfigureAwait(false);
            await grain.EnqueueAsync(job, cancellationToken).ConfigureAwait(false);
        },
        ClusterFaults.IsPassing,
        Delivery.Patience,
        cancellationToken);

    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.CancelAsync(attempt, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
}
