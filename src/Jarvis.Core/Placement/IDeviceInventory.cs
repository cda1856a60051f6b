namespace Jarvis.Placement;

/// <summary>Knows the devices of this host.</summary>
public interface IDeviceInventory
{
    /// <summary>Looks at them; cheap enough for every placement.</summary>
    DeviceInventory Look();
}
