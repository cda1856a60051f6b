using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>Has the cluster load models and let them go, seen from a silo or from a client.</summary>
/// <param name="grains">Finds who does it.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class ClusterResidency(IGrainFactory grains, Delivery delivery) : IModelResidency
{
    public Task LoadAsync(ModelId model, CancellationToken cancellationToken) => CallAsync(models => models.LoadAsync(model, cancellationToken), cancellationToken);

    public Task UnloadAsync(ModelId model, CancellationToken cancellationToken) => CallAsync(models => models.UnloadAsync(model, cancellationToken), cancellationToken);

    private Task CallAsync(Func<IClusterModelsGrain, Task> call, CancellationToken cancellationToken)
    {
        var models = grains.GetGrain<IClusterModelsGrain>(IClusterModelsGrain.Key);
        return delivery.CallAsync(() => call(models), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
    }
}
