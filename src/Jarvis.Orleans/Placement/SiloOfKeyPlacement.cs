
namespace Jarvis.Orleans;

/// <summary>A grain is on the silo whose address is its key, or nowhere.</summary>
[GenerateSerializer, Immutable, Alias("jarvis-silo-of-key")]
internal sealed class SiloOfKeyPlacement : PlacementStrategy;
