using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Placement;
using Microsoft.Extensions.Options;

namespace Jarvis.Orleans;

/// <summary>The devices that the configuration of a silo names.</summary>
/// <param name="options">Names them.</param>
internal sealed class ConfiguredDevices(IOptions<JarvisClusterOptions> options) : IDeviceSource
{
    private readonly ImmutableArray<Device> _devices =
    [
        .. options.Value.Devices.Select(device => new Device(DeviceId.Parse(device.Id), device.Kind)
        {
            MemoryTotal = device.MemoryBytes,
            MemoryFree = device.MemoryBytes,
            Labels = [.. device.Labels],
        }),
    ];

    public ImmutableArray<Device> Look() => _devices;
}
