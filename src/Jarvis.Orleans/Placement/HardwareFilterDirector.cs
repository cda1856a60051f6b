using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Jarvis.Orleans;

/// <summary>
/// Leaves the silos that have the hardware for a model, whatever who calls it takes for its place. A model that nothing is known of is placed nowhere.
/// </summary>
/// <param name="places">Knows where models may be.</param>
internal sealed class HardwareFilterDirector(ClusterPlacement places) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        places.Fitting(ModelPlace.Parse(target.GrainIdentity.Key.ToString()!).Model, silos);
}
