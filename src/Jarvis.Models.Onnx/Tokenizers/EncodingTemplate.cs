using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>How texts and special tokens are put together: <c>[CLS] text [SEP]</c> and the like.</summary>
/// <param name="Single">For one text.</param>
/// <param name="Pair">For two.</param>
internal sealed record EncodingTemplate(ImmutableArray<TemplatePiece> Single, ImmutableArray<TemplatePiece> Pair)
{
    /// <summary>Nothing but the texts.</summary>
    public static EncodingTemplate Plain { get; } = new([new(null, 0, 0)], [new(null, 0, 0), new(null, 1, 1)]);

    /// <summary>How many tokens it adds.</summary>
    /// <param name="isPair">Whether there are two texts.</param>
    public int Added(bool isPair) => (isPair ? Pair : Single).Count(piece => piece.Token is not null);

    /// <summary>Puts texts together.</summary>
    /// <param name="first">The tokens of the first.</param>
    /// <param name="second">The tokens of the second; null where there is none.</param>
    public TextEncoding Apply(ReadOnlySpan<TextToken> first, TextToken[]? second)
    {
        var tokens = ImmutableArray.CreateBuilder<TextToken>();
        var (types, texts) = (ImmutableArray.CreateBuilder<int>(), ImmutableArray.CreateBuilder<int>());
        foreach (var (token, text, type) in second is null ? Single : Pair)
        {
            var added = token is { } id ? [new TextToken(id, 0, 0, -1)] : text == 0 ? first : second;
            tokens.AddRange(added);
            types.AddRange(Enumerable.Repeat(type, added.Length));
            texts.AddRange(Enumerable.Repeat(token is null ? text : -1, added.Length));
        }

        return new(tokens.ToImmutable(), types.ToImmutable(), texts.ToImmutable());
    }
}
