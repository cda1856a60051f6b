using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>Places a grain on the silo whose address is its key, or the end of it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloOfKeyAttribute() : PlacementAttribute(new SiloOfKeyPlacement());
