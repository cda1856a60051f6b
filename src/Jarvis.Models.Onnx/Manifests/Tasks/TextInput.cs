using Jarvis.Errors;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Makes texts of a request ready.</summary>
/// <param name="manifest">Says how.</param>
/// <param name="tokenizer">Makes tokens of them.</param>
internal sealed class TextInput(OnnxManifest manifest, TextTokenizer tokenizer)
{
    private const int MaxCharacters = 200_000;

    private const int TypicalLength = 64;

    /// <summary>Makes tokens.</summary>
    public TextTokenizer Tokenizer => tokenizer;

    /// <summary>The most tokens that the network takes, special ones included.</summary>
    public int MaxLength => manifest.Tokenizer!.MaxLength;

    /// <summary>The text of a port.</summary>
    /// <param name="request">The request.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">It is empty (<see cref="ErrorCode.InvalidRequest"/>), or too long (<see cref="ErrorCode.TooLarge"/>).</exception>
    public static async ValueTask<string> ReadAsync(ModelRequest request, string port, CancellationToken cancellationToken)
    {
        var text = await request.One(port).ReadTextAsync(MaxCharacters, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? throw Error.InvalidRequest($"The {port} is empty; give one with words in it.") : text;
    }

    /// <summary>One text, with special tokens.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="JarvisException">It has more tokens than the network takes (<see cref="ErrorCode.TooLarge"/>).</exception>
    public TextEncoding Encode(string text)
    {
        var tokens = tokenizer.Tokenize(text);
        var room = MaxLength - tokenizer.Template.Added(isPair: false);
        return tokens.Length <= room || manifest.Tokenizer!.Truncation
            ? tokenizer.Template.Apply(tokens.AsSpan(0, Math.Min(tokens.Length, room)), null)
            : throw Error.TooLarge($"The text has {tokens.Length:N0} tokens, and this model takes {room:N0}; split it.");
    }

    /// <summary>What the network is given of a text of a typical length.</summary>
    public FeedValue[] Typical()
    {
        var tokens = tokenizer.Tokenize(string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", TypicalLength / 8)));
        var room = Math.Min(MaxLength, TypicalLength) - tokenizer.Template.Added(isPair: false);
        return Feed(tokenizer.Template.Apply(tokens.AsSpan(0, Math.Clamp(room, 0, tokens.Length)), null));
    }

    /// <summary>What the network is given of an encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    public FeedValue[] Feed(TextEncoding encoding) =>
    [
        .. manifest.Inputs.Select(input => input.Role switch
        {
            InputKind.InputIds => FeedValue.Sequence([.. encoding.Tokens.Select(token => (long)token.Id)], tokenizer.PadId),
            InputKind.AttentionMask => FeedValue.Sequence([.. Enumerable.Repeat(1L, encoding.Length)], 0),
            _ => FeedValue.Sequence([.. encoding.TypeIds.Select(type => (long)type)], 0),
        }),
    ];

    /// <summary>An output that has a place for each token.</summary>
    /// <param name="row">What the network gave.</param>
    /// <param name="role">Which output.</param>
    /// <param name="encoding">What it was given.</param>
    /// <param name="dimensions">How many dimensions it has, the tokens' first.</param>
    public static OutputTensor PerToken(OutputRow row, OutputRole role, TextEncoding encoding, int dimensions)
    {
        var output = row.Get(role, dimensions);
        return output.Shape[0] >= encoding.Length ? output : throw OutputRow.WrongShape(role, output);
    }
}
