using System.Collections.Immutable;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Where a model is asked, and on what terms.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Token">The token for there; empty for none.</param>
/// <param name="Timeout">How long the call may take in all.</param>
/// <param name="MaxResponseLength">The most bytes that are taken as an answer.</param>
/// <param name="Words">How to speak of it.</param>
internal sealed record InferenceTarget(Uri Address, string Token, TimeSpan Timeout, int MaxResponseLength, InferenceWords Words)
{
    /// <summary>Headers that go with the call.</summary>
    internal ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;
}
