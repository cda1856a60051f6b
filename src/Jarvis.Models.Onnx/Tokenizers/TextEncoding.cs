using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>What a network is given of one or two texts.</summary>
/// <param name="Tokens">The tokens; those that no text holds, such as [CLS], are of no place and no word (-1).</param>
/// <param name="TypeIds">The segment of each token, <c>token_type_ids</c>.</param>
/// <param name="Texts">Which text each token is of: 0, 1, or -1 for none.</param>
internal sealed record TextEncoding(ImmutableArray<TextToken> Tokens, ImmutableArray<int> TypeIds, ImmutableArray<int> Texts)
{
    /// <summary>How many tokens there are.</summary>
    public int Length => Tokens.Length;
}
