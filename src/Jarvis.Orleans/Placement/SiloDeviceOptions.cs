using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>A device that a silo is said to have, beside those that are found on its machine.</summary>
public sealed class SiloDeviceOptions
{
    /// <summary>Its name, such as <c>cuda:0</c>. Nothing by default, which is refused.</summary>
    public string Id { get; set; } = "";

    /// <summary>What it is. A GPU by default.</summary>
    public DeviceKind Kind { get; set; } = DeviceKind.Cuda;

    /// <summary>Its memory in bytes; null, the default, when unknown, which is taken for enough.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>What models may ask for by name, such as <c>a100</c>. Empty by default.</summary>
    public IList<string> Labels { get; } = [];
}
