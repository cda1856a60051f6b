using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>What a noun of a request may point at.</summary>
/// <param name="Kinds">The kinds of the thing; empty for any.</param>
/// <param name="MadeBy">The task type whose result it is; null for any.</param>
/// <param name="Plural">Whether it is the plural form.</param>
/// <param name="IsResult">Whether it points at what was made rather than at what was brought.</param>
internal sealed record Noun(ImmutableArray<MediaKind> Kinds, string? MadeBy, bool Plural, bool IsResult)
{
    /// <summary>Whether it may be a thing of that kind.</summary>
    public bool Fits(MediaKind kind) => Kinds.IsEmpty || Kinds.Contains(kind);
}
