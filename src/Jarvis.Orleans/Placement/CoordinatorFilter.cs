using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Leaves the silos that want conversations.</summary>
internal sealed class CoordinatorFilter() : PlacementFilterStrategy(order: 0);
