using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>A card, and whether its model can run here now.</summary>
/// <param name="Card">The card.</param>
/// <param name="Device">Where it runs, or would.</param>
/// <param name="Unavailable">Why it cannot run and how to change that; null when it can.</param>
public sealed record ModelStatus(ModelCard Card, DeviceId Device, string? Unavailable = null)
{
    /// <summary>Where the card is from, such as a file's name; null where nobody said.</summary>
    public string? Source { get; init; }

    /// <summary>What else is to be known, such as another card of the same id that does not count; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it can run.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAvailable => Unavailable is null;
}
