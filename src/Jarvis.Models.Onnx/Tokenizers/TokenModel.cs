using System.Text;
using Microsoft.ML.Tokenizers;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// The models of Microsoft.ML.Tokenizers, for one word at a time: what comes before them, normalization and splitting, differs between
/// tokenizer files in ways that it does not know, and loses where a token was.
/// </summary>
/// <param name="tokenizer">The model.</param>
internal sealed class TokenModel(Tokenizer tokenizer) : ITokenModel
{
    /// <summary>WordPiece (M. Schuster and K. Nakajima, "Japanese and Korean voice search", 2012), greedy from the left.</summary>
    /// <param name="vocabulary">The tokens and their numbers.</param>
    /// <param name="unknown">The token of what cannot be cut; in the vocabulary.</param>
    /// <param name="prefix">What a token that goes on a word begins with, such as <c>##</c>.</param>
    /// <param name="maxCharacters">Longer words are unknown.</param>
    /// <exception cref="FormatException">The vocabulary has gaps too wide, or a token of several lines.</exception>
    public static TokenModel WordPiece(Dictionary<string, int> vocabulary, string unknown, string prefix, int maxCharacters)
    {
        var lines = new string?[vocabulary.Values.Max() + 1];
        foreach (var (token, id) in vocabulary)
        {
            lines[id] = token.AsSpan().IndexOfAny('\n', '\r') < 0 && lines[id] is null
                ? token
                : throw new FormatException($"Token {id} of model.vocab is there twice, or has a line break in it; take the file as the model came with it.");
        }

        // The model wants a line for each number; what stands for none cannot occur in text that was cleaned.
        var text = string.Join('\n', lines.Select((token, id) => token ?? $"\0{id}"));
        return new(WordPieceTokenizer.Create(
            new MemoryStream(Encoding.UTF8.GetBytes(text)),
            new WordPieceOptions { UnknownToken = unknown, ContinuingSubwordPrefix = prefix, MaxInputCharsPerWord = maxCharacters }));
    }

    /// <summary>Byte pair encoding (R. Sennrich et al., arXiv 1508.07909) over <see cref="ByteLevelAlphabet"/>.</summary>
    /// <param name="vocabulary">The tokens and their numbers.</param>
    /// <param name="merges">The pairs that are joined, the first ones first, each two tokens and a space between.</param>
    /// <exception cref="FormatException">Two tokens have one number.</exception>
    public static TokenModel Bpe(Dictionary<string, int> vocabulary, IEnumerable<string> merges) =>
        vocabulary.Values.Distinct().Count() == vocabulary.Count
            ? new(BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = merges, ByteLevel = false }))
            : throw new FormatException("model.vocab gives two tokens one number; take the file as the model came with it.");

    /// <inheritdoc/>
    public IEnumerable<(int Id, Range Place)> Encode(string word) =>
        tokenizer.EncodeToTokens(word, out _, considerPreTokenization: false, considerNormalization: false).Select(token => (token.Id, token.Offset));
}
