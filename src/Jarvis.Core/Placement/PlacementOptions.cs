using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Placement;

/// <summary>Where models run.</summary>
public sealed class PlacementOptions
{
    /// <summary>How devices are filled. Evenly by default.</summary>
    public PlacementStrategy Strategy { get; set; } = PlacementStrategy.Spread;

    /// <summary>The one device that a model may run on, such as <c>acme/cat-finder</c>: cuda:1. Empty by default.</summary>
    public IDictionary<string, string> Pins { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is wrong with the pins; null when nothing is.</summary>
    internal string? Fault() =>
        Pins.Keys.FirstOrDefault(model => !ModelId.TryParse(model, null, out _)) is { } noModel
            ? $"Pins names '{noModel}', which is no model id."
            : Pins.Values.FirstOrDefault(device => !DeviceId.TryParse(device, null, out _)) is { } noDevice
                ? $"Pins names '{noDevice}', which is no device; write cpu or cuda:0."
                : null;

    /// <summary>What places models as these options say.</summary>
    internal Placer ToPlacer() => new(
        Strategy == PlacementStrategy.Pack ? new PackPolicy() : new SpreadPolicy(),
        Pins.ToImmutableDictionary(pin => ModelId.Parse(pin.Key), pin => DeviceId.Parse(pin.Value)));
}
