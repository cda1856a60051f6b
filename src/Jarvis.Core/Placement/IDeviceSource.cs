using System.Collections.Immutable;

namespace Jarvis.Placement;

/// <summary>Knows devices of one kind.</summary>
public interface IDeviceSource
{
    /// <summary>Looks at them. What cannot be used is not named; it never throws for that.</summary>
    ImmutableArray<Device> Look();
}
