using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Places a model on a silo that has the hardware for it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HardwareFilterAttribute() : PlacementFilterAttribute(new HardwareFilter());
