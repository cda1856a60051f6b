using Jarvis.Actors;
using Jarvis.Tasks;

namespace Jarvis.Orleans;

/// <summary>The way to a model, wherever it is. The same attempt twice is one job, so what was not answered is sent again.</summary>
/// <param name="grain">The model.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class RemoteModel(IModelGrain grain, Delivery delivery) : IModelActor
{
    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.EnqueueAsync(job, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken) => delivery.CallAsync(
        () => grain.CancelAsync(attempt, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
}
