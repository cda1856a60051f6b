using System.Collections.Immutable;

namespace Jarvis.Placement;

/// <summary>Takes the device that is left with the least free memory, so that others stay free for what is large (best fit).</summary>
public sealed class PackPolicy : IPlacementPolicy
{
    /// <inheritdoc/>
    public Device Choose(HardwareRequirement requirement, ImmutableArray<Device> fitting) => fitting
        .OrderBy(device => device.MemoryFree ?? long.MaxValue)
        .ThenByDescending(device => device.Replicas)
        .ThenBy(device => device.Id.Value, StringComparer.Ordinal)
        .First();
}
