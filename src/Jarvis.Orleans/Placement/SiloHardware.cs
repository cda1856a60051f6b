using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Models;
using Jarvis.Placement;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Jarvis.Orleans;

/// <summary>
/// What silos say of themselves as metadata, which is the same for as long as they live: their devices as they are with nothing on them, and whether
/// they want conversations. What is in use at the moment the engine of the silo knows, which refuses what does not fit.
/// </summary>
/// <param name="metadata">What they said.</param>
internal sealed class SiloHardware(ISiloMetadataCache metadata) : ISiloHardware
{
    private const string DevicesKey = "jarvis.devices";
    private const string ConversationsKey = "jarvis.conversations";

    private static readonly DeviceInventory None = new([]);

    private readonly ConditionalWeakTable<SiloMetadata, DeviceInventory> _read = new();

    public DeviceInventory DevicesOf(SiloAddress silo) => _read.GetValue(metadata.GetSiloMetadata(silo), static said =>
        said.Metadata.TryGetValue(DevicesKey, out var devices)
            ? new(JsonSerializer.Deserialize(devices, SiloJsonContext.Default.ImmutableArrayDevice))
            : None);

    public bool TakesConversations(SiloAddress silo) =>
        metadata.GetSiloMetadata(silo).Metadata.TryGetValue(ConversationsKey, out var takes) && bool.Parse(takes);

    /// <summary>Writes what this silo says of itself.</summary>
    internal static void Describe(IDictionary<string, string> metadata, IDeviceInventory devices, IOptions<JarvisClusterOptions> options)
    {
        var inventory = devices.Look().Cleared();
        metadata[DevicesKey] = JsonSerializer.Serialize(inventory.Devices, SiloJsonContext.Default.ImmutableArrayDevice);
        var takes = options.Value.HostConversations ?? inventory.Devices.All(device => device.Kind == DeviceKind.Cpu);
        metadata[ConversationsKey] = takes.ToString();
    }
}
