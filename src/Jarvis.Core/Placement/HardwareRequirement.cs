using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Models;

namespace Jarvis.Placement;

/// <summary>What one replica of a model needs of its device.</summary>
/// <param name="Kind">The kind that it needs, or wants where there is a <see cref="Fallback"/>.</param>
public sealed record HardwareRequirement(DeviceKind Kind)
{
    /// <summary>The kind that will do where none of <see cref="Kind"/> fits; null where nothing else does.</summary>
    public DeviceKind? Fallback { get; init; }

    /// <summary>Memory that it holds, in bytes; 0 when none or unknown.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Labels that the device must have, all of them.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What a card says of it.</summary>
    /// <param name="card">The card.</param>
    public static HardwareRequirement Of(ModelCard card) =>
        new(card.Device) { Fallback = card.Fallback, MemoryBytes = card.MemoryBytes, Labels = card.DeviceLabels };

    /// <summary>Whether a device has room and labels for it; its kind is not asked.</summary>
    /// <param name="device">The device.</param>
    public bool FitsOn(Device device) =>
        (device.MemoryFree ?? long.MaxValue) >= MemoryBytes && Labels.All(label => device.Labels.Contains(label, StringComparer.Ordinal));

    /// <summary>What is needed, in words, such as <c>a cuda device with 4.0 GiB free and the label a100</c>.</summary>
    public override string ToString()
    {
        var memory = MemoryBytes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" with {(double)MemoryBytes / (1L << 30):0.0} GiB free");
        var labels = Labels.IsEmpty ? "" : $"{(memory.Length == 0 ? " with" : " and")} the {(Labels.Length == 1 ? "label" : "labels")} {string.Join(' ', Labels)}";
        return $"a {Name(Kind)} device{memory}{labels}";
    }

    /// <summary>What a kind is called in ids and messages.</summary>
    internal static string Name(DeviceKind kind) => kind.ToString().ToLowerInvariant();
}
