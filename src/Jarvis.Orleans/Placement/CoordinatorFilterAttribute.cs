using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Keeps a grain off silos that do not want conversations.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CoordinatorFilterAttribute() : PlacementFilterAttribute(new CoordinatorFilter());
