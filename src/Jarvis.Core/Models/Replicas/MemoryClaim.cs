using Jarvis.Identity;

namespace Jarvis.Models.Replicas;

/// <summary>Memory of a device that is set aside.</summary>
/// <param name="device">The device.</param>
/// <param name="bytes">How much.</param>
internal sealed class MemoryClaim(DeviceId device, long bytes)
{
    internal DeviceId Device { get; } = device;

    internal long Bytes { get; set; } = bytes;

    /// <summary>Whose it is; null where that one is given up and only its end is waited for.</summary>
    internal Replica? Owner { get; set; }
}
