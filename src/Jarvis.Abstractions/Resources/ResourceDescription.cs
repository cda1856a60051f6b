namespace Jarvis.Resources;

/// <summary>What the bringer of some bytes says of them.</summary>
/// <param name="Name">A label for people; anything that is not fit for a file name is replaced.</param>
public sealed record ResourceDescription(string Name)
{
    /// <summary>The media type, where the bringer knows better than the bytes can tell (text formats); else null.</summary>
    public string? MediaType { get; init; }

    /// <summary>What made it; null for what a user brought.</summary>
    public Lineage? Lineage { get; init; }
}
