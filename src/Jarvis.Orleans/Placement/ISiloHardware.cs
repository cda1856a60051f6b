using Jarvis.Placement;

namespace Jarvis.Orleans;

/// <summary>Knows what silos are made of.</summary>
internal interface ISiloHardware
{
    /// <summary>The devices of a silo, with nothing on them; none where it has not said yet.</summary>
    DeviceInventory DevicesOf(SiloAddress silo);

    /// <summary>Whether a silo wants conversations; not before it has said so.</summary>
    bool TakesConversations(SiloAddress silo);
}
