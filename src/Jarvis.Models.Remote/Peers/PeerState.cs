using System.Collections.Immutable;

namespace Jarvis.Models.Remote.Peers;

/// <summary>What is known of another Jarvis.</summary>
/// <param name="Models">The models that it last said it has.</param>
/// <param name="Fault">Why it cannot be used now and what to do about it; null where it can.</param>
internal sealed record PeerState(ImmutableArray<ModelStatus> Models, string? Fault)
{
    /// <summary>What it was not looked at yet.</summary>
    internal static PeerState Unknown { get; } = new([], "was not looked at yet.");

    /// <summary>By which its list is told from a later one; null where it does not say.</summary>
    internal string? Tag { get; init; }

    /// <summary>The hash of its list.</summary>
    internal string Hash { get; init; } = "";
}
