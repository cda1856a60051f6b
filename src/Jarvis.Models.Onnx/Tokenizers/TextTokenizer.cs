using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>Turns text into the tokens of a network, by the rules of its <c>tokenizer.json</c>. Thread-safe.</summary>
internal sealed class TextTokenizer
{
    private readonly AddedTokens _added;
    private readonly ImmutableArray<Func<AlignedText, AlignedText>> _normalizers;
    private readonly Func<string, IEnumerable<Range>> _split;
    private readonly bool _isByteLevel;
    private readonly bool _addsPrefixSpace;
    private readonly ITokenModel _model;

    /// <param name="added">The tokens that are looked for before anything else.</param>
    /// <param name="normalizers">What is done to the text first, in order.</param>
    /// <param name="split">Cuts it into words.</param>
    /// <param name="isByteLevel">Whether a word's bytes are what is encoded.</param>
    /// <param name="addsPrefixSpace">Whether a text that begins with no space is read as if it did.</param>
    /// <param name="model">Cuts words into tokens.</param>
    public TextTokenizer(
        AddedTokens added,
        ImmutableArray<Func<AlignedText, AlignedText>> normalizers,
        Func<string, IEnumerable<Range>> split,
        bool isByteLevel,
        bool addsPrefixSpace,
        ITokenModel model)
    {
        _added = added;
        _normalizers = normalizers;
        _split = split;
        _isByteLevel = isByteLevel;
        _addsPrefixSpace = addsPrefixSpace;
        _model = model;
    }

    /// <summary>How texts and special tokens are put together.</summary>
    public EncodingTemplate Template { get; init; } = EncodingTemplate.Plain;

    /// <summary>The token that fills up shorter texts of a batch.</summary>
    public int PadId { get; init; }

    /// <summary>Where the vocabulary ends: every token's number is below.</summary>
    public int VocabularySize { get; init; } = int.MaxValue;

    /// <summary>The tokens of a text, without special ones.</summary>
    /// <param name="text">The text.</param>
    public TextToken[] Tokenize(string text)
    {
        var tokens = new List<TextToken>();
        var word = 0;
        foreach (var (start, end, id) in _added.Split(text))
        {
            if (id is { } added)
            {
                tokens.Add(new(added, start, end, word++));
            }
            else
            {
                word = AddWords(text, start, end, word, tokens);
            }
        }

        return [.. tokens];
    }

    /// <summary>What a network is given of a text.</summary>
    /// <param name="text">The text.</param>
    public TextEncoding Encode(string text) => Template.Apply(Tokenize(text), null);

    private int AddWords(string text, int start, int end, int word, List<TextToken> tokens)
    {
        var part = AlignedText.Of(text, start, end);
        foreach (var normalize in _normalizers)
        {
            part = normalize(part);
        }

        if (_addsPrefixSpace && part.Length > 0 && part.ToString()[0] != ' ')
        {
            part = Prefixed(part);
        }

        var characters = part.ToString();
        foreach (var range in _split(characters))
        {
            var (from, length) = range.GetOffsetAndLength(characters.Length);
            var piece = part.Slice(from, length);
            var encoded = _isByteLevel ? ByteLevelAlphabet.Encode(piece) : piece;
            foreach (var (id, place) in _model.Encode(encoded.ToString()))
            {
                var (offset, size) = place.GetOffsetAndLength(encoded.Length);
                var (first, last) = encoded.Place(offset, offset + size);
                tokens.Add(new(id, first, last, word));
            }

            word++;
        }

        return word;
    }

    private static AlignedText Prefixed(AlignedText text)
    {
        var prefixed = new AlignedText();
        var (start, _) = text.Place(0, 1);
        prefixed.Add(new(' '), start, start);
        foreach (var (rune, from, to) in text.Runes())
        {
            prefixed.Add(rune, from, to);
        }

        return prefixed;
    }
}
