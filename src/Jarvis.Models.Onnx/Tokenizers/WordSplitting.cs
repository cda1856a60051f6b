using System.Globalization;
using System.Text;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// The pre-tokenizers of Hugging Face's <c>tokenizers</c> that encoders use. Each reads the text once, so that no text takes long.
/// Ranges are in UTF-16 characters.
/// </summary>
internal static class WordSplitting
{
    /// <summary><c>BertPreTokenizer</c>: at spaces, and before and after every punctuation character.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<Range> Bert(string text) => Split(text, static rune =>
        Rune.IsWhiteSpace(rune) ? CharacterKind.Space : IsPunctuation(rune) ? CharacterKind.Single : CharacterKind.Letter);

    /// <summary><c>WhitespaceSplit</c>: at spaces.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<Range> WhitespaceSplit(string text) => Split(text, static rune =>
        Rune.IsWhiteSpace(rune) ? CharacterKind.Space : CharacterKind.Letter);

    /// <summary><c>Whitespace</c>: <c>\w+|[^\w\s]+</c>.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<Range> Whitespace(string text) => Split(text, static rune =>
        Rune.IsWhiteSpace(rune) ? CharacterKind.Space : IsWordPart(rune) ? CharacterKind.Letter : CharacterKind.Other);

    /// <summary>
    /// <c>ByteLevel</c>, the pattern of GPT-2 (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019):
    /// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. Nothing of the text is left out.
    /// </summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<Range> Gpt2(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Gpt2End(text, start);
            yield return start..end;
            start = end;
        }
    }

    private static int Gpt2End(string text, int start)
    {
        if (Contraction(text.AsSpan(start)) is > 0 and var contraction)
        {
            return start + contraction;
        }

        var first = text[start] == ' ' && start + 1 < text.Length ? start + 1 : start;
        var kind = KindAt(text, first, out _);
        if (kind is not CharacterKind.Space)
        {
            return RunEnd(text, first, kind);
        }

        // Of several spaces before a word the last one is the word's.
        var end = RunEnd(text, start, CharacterKind.Space);
        return end < text.Length && end - start > 1 ? end - 1 : end;
    }

    private static int RunEnd(string text, int start, CharacterKind kind)
    {
        var end = start;
        while (end < text.Length && KindAt(text, end, out var length) == kind)
        {
            end += length;
        }

        return end;
    }

    private static CharacterKind KindAt(string text, int index, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out length);
        return Rune.IsWhiteSpace(rune) ? CharacterKind.Space
            : Rune.IsLetter(rune) ? CharacterKind.Letter
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                ? CharacterKind.Digit
            : CharacterKind.Other;
    }

    private static int Contraction(ReadOnlySpan<char> text)
    {
        foreach (var ending in (ReadOnlySpan<string>)["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"])
        {
            if (text.StartsWith(ending, StringComparison.Ordinal))
            {
                return ending.Length;
            }
        }

        return 0;
    }

    private static IEnumerable<Range> Split(string text, Func<Rune, CharacterKind> kindOf)
    {
        var start = 0;
        var last = CharacterKind.Space;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var kind = kindOf(rune);
            if (kind != last || kind is CharacterKind.Single)
            {
                if (last is not CharacterKind.Space)
                {
                    yield return start..i;
                }

                (start, last) = (i, kind);
            }

            i += length;
        }

        if (last is not CharacterKind.Space)
        {
            yield return start..text.Length;
        }
    }

    // Signs such as $ and ^ are punctuation to BERT, though not to Unicode.
    private static bool IsPunctuation(Rune rune) =>
        rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126) || Rune.IsPunctuation(rune);

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber;
}
