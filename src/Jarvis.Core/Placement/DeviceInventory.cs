using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Identity;

namespace Jarvis.Placement;

/// <summary>The devices of a host.</summary>
/// <param name="Devices">Each id once.</param>
public sealed record DeviceInventory(ImmutableArray<Device> Devices)
{
    private const double BytesOfGib = 1L << 30;

    /// <summary>The device of that name, or null.</summary>
    /// <param name="id">Its name.</param>
    public Device? Find(DeviceId id) => Devices.FirstOrDefault(device => device.Id == id);

    /// <summary>The devices as they would be with nothing on them.</summary>
    public DeviceInventory Cleared() => new([.. Devices.Select(device => device with { MemoryFree = device.MemoryTotal, Replicas = 0 })]);

    /// <summary>The inventory with a replica more.</summary>
    /// <param name="id">Where it is placed.</param>
    /// <param name="memoryBytes">What it holds.</param>
    public DeviceInventory With(DeviceId id, long memoryBytes) =>
        new([.. Devices.Select(device => device.Id == id ? device.With(memoryBytes) : device)]);

    /// <summary>One line for people, such as <c>cpu (8 cores, 12.1 of 15.6 GiB free)</c>.</summary>
    public override string ToString() => Devices.IsEmpty ? "no device" : string.Join("; ", Devices.Select(Describe));

    private static string Describe(Device device)
    {
        string?[] parts =
        [
            device.Cores > 0 ? string.Create(CultureInfo.InvariantCulture, $"{device.Cores} {(device.Cores == 1 ? "core" : "cores")}") : null,
            device is { MemoryFree: { } free, MemoryTotal: { } total }
                ? string.Create(CultureInfo.InvariantCulture, $"{free / BytesOfGib:0.0} of {total / BytesOfGib:0.0} GiB free")
                : "memory unknown",
            device.Labels.IsEmpty ? null : $"labels {string.Join(' ', device.Labels)}",
        ];
        return $"{device.Id} ({string.Join(", ", parts.Where(part => part is not null))})";
    }
}
