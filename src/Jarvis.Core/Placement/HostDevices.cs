namespace Jarvis.Placement;

/// <summary>The devices that all sources know, in order of their ids.</summary>
/// <param name="sources">Of two devices with one id, the earlier source's counts.</param>
internal sealed class HostDevices(IEnumerable<IDeviceSource> sources) : IDeviceInventory
{
    public DeviceInventory Look() => new(
    [
        .. sources.SelectMany(source => source.Look()).DistinctBy(device => device.Id).OrderBy(device => device.Id.Value, StringComparer.Ordinal),
    ]);
}
