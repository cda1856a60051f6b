using System.Text;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// Text on its way to tokens, with the place that each of its characters has in the text as it was written: what finds an answer or an
/// entity there again.
/// </summary>
internal sealed class AlignedText
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    /// <summary>The number of UTF-16 characters.</summary>
    public int Length => _starts.Count;

    /// <summary>The characters.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Text as it was written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the part to take begins.</param>
    /// <param name="end">Where it ends.</param>
    public static AlignedText Of(string text, int start, int end)
    {
        var aligned = new AlignedText();
        for (var i = start; i < end;)
        {
            var rune = RuneAt(text, i, out var length);
            aligned.Add(rune, i, i + length);
            i += length;
        }

        return aligned;
    }

    /// <summary>Adds a character.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="start">Where what it stands for begins in the written text.</param>
    /// <param name="end">Where that ends.</param>
    public void Add(Rune rune, int start, int end)
    {
        Span<char> characters = stackalloc char[2];
        foreach (var character in characters[..rune.EncodeToUtf16(characters)])
        {
            _text.Append(character);
            _starts.Add(start);
            _ends.Add(end);
        }
    }

    /// <summary>The place in the written text of a range of this one.</summary>
    /// <param name="from">The first character.</param>
    /// <param name="to">The character after the last; more than <paramref name="from"/>.</param>
    public (int Start, int End) Place(int from, int to) => (_starts[from], _ends[to - 1]);

    /// <summary>A part.</summary>
    /// <param name="from">Its first character; no half of a surrogate pair.</param>
    /// <param name="length">How many.</param>
    public AlignedText Slice(int from, int length)
    {
        var part = new AlignedText();
        part._text.Append(_text, from, length);
        part._starts.AddRange(_starts[from..(from + length)]);
        part._ends.AddRange(_ends[from..(from + length)]);
        return part;
    }

    /// <summary>The characters with their places.</summary>
    public IEnumerable<(Rune Rune, int Start, int End)> Runes()
    {
        var text = ToString();
        for (var i = 0; i < text.Length;)
        {
            var rune = RuneAt(text, i, out var length);
            yield return (rune, _starts[i], _ends[i + length - 1]);
            i += length;
        }
    }

    // Half a surrogate pair is no character; it becomes the sign for that, as everywhere in Unicode.
    private static Rune RuneAt(string text, int index, out int length) =>
        Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out length) is System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
}
