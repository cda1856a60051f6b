using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Keeps a model off silos that do not have the hardware for it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HardwareFilterAttribute() : PlacementFilterAttribute(new HardwareFilter());
