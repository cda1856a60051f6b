using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>A card, and whether its model can run here now.</summary>
/// <param name="Card">The card.</param>
/// <param name="Device">Where it runs, or would.</param>
/// <param name="Unavailable">Why it cannot run and how to change that; null when it can.</param>
public sealed record ModelStatus(ModelCard Card, DeviceId Device, string? Unavailable = null)
{
    /// <summary>What of it is loaded or about to be; empty while nobody has used it.</summary>
    public ImmutableArray<ReplicaStatus> Replicas { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Where the card is from, such as a file's name; null where nobody said.</summary>
    public string? Source { get; init; }

    /// <summary>What else is to be known, such as another card of the same id that does not count; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Another text whenever a file that its card names is another, so that it is loaded anew; null where there is none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether it can run.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAvailable => Unavailable is null;

    /// <summary>Whether a task may be given to it: it is of a type that it does, and asks for no other model.</summary>
    /// <param name="type">The task's type.</param>
    /// <param name="only">The only model that it may run on; null for any.</param>
    public bool Fits(string type, ModelId? only) => Card.TaskTypes.Contains(type) && (only is not { } wanted || Card.Id == wanted);
}
