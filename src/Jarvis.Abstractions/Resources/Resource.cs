using Jarvis.Identity;
using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>A file or text that a task takes or gives. Its bytes are in the resource store, under its hash.</summary>
/// <param name="Id">The SHA-256 of the bytes.</param>
/// <param name="MediaType">What the bytes are, by their content.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Name">A label for people, such as <c>receipt.png</c>. Never a path.</param>
public sealed record Resource(ResourceId Id, string MediaType, long Length, string Name)
{
    /// <summary>The longest text, in characters, that travels inside the record itself.</summary>
    public const int MaxInlineText = 4096;

    /// <summary>The whole text, where it is text or JSON of at most <see cref="MaxInlineText"/> characters; else null.</summary>
    public string? Text { get; init; }

    /// <summary>What made it; null for what a user brought.</summary>
    public Lineage? Lineage { get; init; }

    /// <summary>The kind of its media type; null where no port takes it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MediaKind? Kind => MediaTypes.KindOf(MediaType);
}
