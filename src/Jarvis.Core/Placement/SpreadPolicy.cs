using System.Collections.Immutable;

namespace Jarvis.Placement;

/// <summary>Takes the device with the fewest replicas, of those the one with the most free memory: speed before room (worst fit).</summary>
public sealed class SpreadPolicy : IPlacementPolicy
{
    /// <inheritdoc/>
    public Device Choose(HardwareRequirement requirement, ImmutableArray<Device> fitting) => fitting
        .OrderBy(device => device.Replicas)
        .ThenByDescending(device => device.MemoryFree ?? long.MaxValue)
        .ThenBy(device => device.Id.Value, StringComparer.Ordinal)
        .First();
}
