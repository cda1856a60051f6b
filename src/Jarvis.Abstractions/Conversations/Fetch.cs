using System.Text.Json.Serialization;
using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>A file that a turn fetches from the web.</summary>
/// <param name="Address">Where from.</param>
public sealed record Fetch(string Address)
{
    /// <summary>The stored file; null while it is being fetched, and where that failed.</summary>
    public Resource? Resource { get; init; }

    /// <summary>Why it was not fetched; null otherwise.</summary>
    public JarvisError? Error { get; init; }

    /// <summary>Whether nothing more comes of it.</summary>
    [JsonIgnore]
    public bool HasEnded => Resource is not null || Error is not null;
}
