using System.Collections.Immutable;

namespace Jarvis.Tenancy;

/// <summary>What kind of key is wanted.</summary>
/// <param name="Label">What it is for, in words for people; up to <see cref="MaxLabel"/> characters.</param>
/// <param name="Scopes">What it allows; at least one.</param>
public sealed record CallerKeyRequest(string Label, params ImmutableArray<KeyScope> Scopes)
{
    /// <summary>The longest label, in characters.</summary>
    public const int MaxLabel = 100;

    /// <summary>How long it is taken; from a second to ten years. Null, the default, for ever.</summary>
    public TimeSpan? Lifetime { get; init; }
}
