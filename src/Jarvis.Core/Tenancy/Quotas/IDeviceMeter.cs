using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>Told how long devices have worked for tenants. Thread-safe.</summary>
public interface IDeviceMeter
{
    /// <summary>Counts work that is done.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="device">Where.</param>
    /// <param name="time">How long: of a batch, each request's share.</param>
    void Record(TenantId tenant, DeviceId device, TimeSpan time);
}
