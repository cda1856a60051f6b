using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Jarvis.Orleans;

/// <summary>Leaves the silos that want conversations, or all where none does: better there than nowhere.</summary>
/// <param name="hardware">Knows which do.</param>
internal sealed class CoordinatorFilterDirector(ISiloHardware hardware) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var all = silos.ToList();
        return all.FindAll(hardware.TakesConversations) is { Count: > 0 } some ? some : all;
    }
}
