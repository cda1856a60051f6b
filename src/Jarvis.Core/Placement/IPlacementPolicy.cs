using System.Collections.Immutable;

namespace Jarvis.Placement;

/// <summary>Chooses among devices that fit. Pure: the same devices in any order give the same choice.</summary>
public interface IPlacementPolicy
{
    /// <summary>Chooses.</summary>
    /// <param name="requirement">What is placed.</param>
    /// <param name="fitting">The devices that fit, at least one.</param>
    Device Choose(HardwareRequirement requirement, ImmutableArray<Device> fitting);
}
