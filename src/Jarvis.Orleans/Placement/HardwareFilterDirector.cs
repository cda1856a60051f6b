using Jarvis.Identity;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Jarvis.Orleans;

/// <summary>
/// Leaves the silos that have the hardware for a model, as it was when the model was last asked for on this silo. A model that nothing is known of is
/// placed nowhere.
/// </summary>
/// <param name="places">Finds silos for models.</param>
internal sealed class HardwareFilterDirector(ClusterPlacement places) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        ModelId.TryParse(target.GrainIdentity.Key.ToString(), null, out var model) ? places.Of(model, [.. silos]) : [];
}
