using System.Collections.Immutable;
using Jarvis.Placement;

namespace Jarvis.Core.Tests.Models;

/// <summary>Devices that a test makes up.</summary>
internal sealed class KnownDevices(ImmutableArray<Device> devices) : IDeviceSource
{
    public ImmutableArray<Device> Look() => devices;
}
