using System.Collections.Immutable;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>An answer of the service.</summary>
/// <param name="MediaType">What it says that it sends, in lower case without parameters; empty when it does not say.</param>
/// <param name="Body">What it sends.</param>
internal sealed record HuggingFaceReply(string MediaType, ReadOnlyMemory<byte> Body)
{
    /// <summary>How long its device worked, where it says so (<c>x-compute-time</c>, in seconds).</summary>
    internal ImmutableDictionary<PriceUnit, double> Used { get; init; } = ImmutableDictionary<PriceUnit, double>.Empty;
}
