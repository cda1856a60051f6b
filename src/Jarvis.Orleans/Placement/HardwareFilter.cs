using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Leaves the silos that have the hardware for a model.</summary>
internal sealed class HardwareFilter() : PlacementFilterStrategy(order: 0);
