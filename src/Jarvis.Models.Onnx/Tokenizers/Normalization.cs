using System.Globalization;
using System.Text;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>The normalizers of Hugging Face's <c>tokenizers</c> that encoders use, each keeping the places of what it changes.</summary>
internal static class Normalization
{
    private const int HangulBase = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadBase = 0x1100;
    private const int LeadCount = 19;
    private const int VowelBase = 0x1161;
    private const int VowelCount = 21;
    private const int TailBase = 0x11A7;
    private const int TailCount = 28;

    /// <summary><c>BertNormalizer</c>'s <c>clean_text</c>: control characters go, every space becomes a plain one.</summary>
    /// <param name="text">The text.</param>
    public static AlignedText Clean(AlignedText text)
    {
        var clean = new AlignedText();
        foreach (var (rune, start, end) in text.Runes())
        {
            var isControl = rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
            if (!isControl && rune != Rune.ReplacementChar)
            {
                clean.Add(Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune, start, end);
            }
        }

        return clean;
    }

    /// <summary><c>BertNormalizer</c>'s <c>handle_chinese_chars</c>: an ideograph is a word.</summary>
    /// <param name="text">The text.</param>
    public static AlignedText SeparateIdeographs(AlignedText text)
    {
        var separate = new AlignedText();
        foreach (var (rune, start, end) in text.Runes())
        {
            if (!IsIdeograph(rune.Value))
            {
                separate.Add(rune, start, end);
                continue;
            }

            separate.Add(new Rune(' '), start, end);
            separate.Add(rune, start, end);
            separate.Add(new Rune(' '), start, end);
        }

        return separate;
    }

    /// <summary><c>Lowercase</c>, a character at a time.</summary>
    /// <param name="text">The text.</param>
    public static AlignedText Lowercase(AlignedText text)
    {
        var lower = new AlignedText();
        foreach (var (rune, start, end) in text.Runes())
        {
            // The one letter whose lower case is two characters.
            lower.Add(rune.Value is 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune), start, end);
            if (rune.Value is 0x130)
            {
                lower.Add(new Rune(0x307), start, end);
            }
        }

        return lower;
    }

    /// <summary><c>StripAccents</c>: without the marks that take no room. Useful after <see cref="Decompose"/>.</summary>
    /// <param name="text">The text.</param>
    public static AlignedText StripAccents(AlignedText text)
    {
        var stripped = new AlignedText();
        foreach (var (rune, start, end) in text.Runes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark)
            {
                stripped.Add(rune, start, end);
            }
        }

        return stripped;
    }

    /// <summary><c>NFD</c> (Unicode Standard Annex 15).</summary>
    /// <param name="text">The text.</param>
    public static AlignedText Decompose(AlignedText text)
    {
        var parts = new List<(int CodePoint, int Start, int End)>();
        foreach (var (rune, start, end) in text.Runes())
        {
            AddParts(rune.Value, start, end, parts);
        }

        Reorder(parts);
        return Join(parts);
    }

    /// <summary><c>NFC</c> (Unicode Standard Annex 15).</summary>
    /// <param name="text">The text.</param>
    public static AlignedText Compose(AlignedText text)
    {
        var composed = new List<(int CodePoint, int Start, int End)>();
        var starter = -1;
        var lastClass = 0;
        foreach (var (rune, start, end) in Decompose(text).Runes())
        {
            var combiningClass = CanonicalMappings.Default.ClassOf(rune.Value);
            var isReached = starter >= 0 && (starter == composed.Count - 1 || (lastClass != 0 && lastClass < combiningClass));
            if (isReached && Pair(composed[starter].CodePoint, rune.Value) is { } whole)
            {
                var first = composed[starter];
                composed[starter] = (whole, Math.Min(first.Start, start), Math.Max(first.End, end));
                continue;
            }

            composed.Add((rune.Value, start, end));
            (starter, lastClass) = combiningClass == 0 ? (composed.Count - 1, 0) : (starter, combiningClass);
        }

        return Join(composed);
    }

    private static void AddParts(int codePoint, int start, int end, List<(int CodePoint, int Start, int End)> parts)
    {
        if (codePoint - HangulBase is >= 0 and < HangulCount and var syllable)
        {
            parts.Add((LeadBase + (syllable / (VowelCount * TailCount)), start, end));
            parts.Add((VowelBase + (syllable % (VowelCount * TailCount) / TailCount), start, end));
            if (syllable % TailCount != 0)
            {
                parts.Add((TailBase + (syllable % TailCount), start, end));
            }

            return;
        }

        var decomposition = CanonicalMappings.Default.Decompose(codePoint);
        if (decomposition.IsEmpty)
        {
            parts.Add((codePoint, start, end));
        }

        foreach (var part in decomposition)
        {
            AddParts(part, start, end, parts);
        }
    }

    // Marks after a letter stand in the order of their classes; those of one class keep theirs.
    private static void Reorder(List<(int CodePoint, int Start, int End)> parts)
    {
        for (var from = 0; from < parts.Count;)
        {
            if (ClassOf(parts[from]) == 0)
            {
                from++;
                continue;
            }

            var to = from;
            while (to < parts.Count && ClassOf(parts[to]) != 0)
            {
                to++;
            }

            var ordered = parts[from..to].OrderBy(ClassOf).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                parts[from + i] = ordered[i];
            }

            from = to;
        }
    }

    private static byte ClassOf((int CodePoint, int Start, int End) part) => CanonicalMappings.Default.ClassOf(part.CodePoint);

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount and var lead && second - VowelBase is >= 0 and < VowelCount and var vowel)
        {
            return HangulBase + (((lead * VowelCount) + vowel) * TailCount);
        }

        var isOpen = first - HangulBase is >= 0 and < HangulCount and var syllable && syllable % TailCount == 0;
        return isOpen && second - TailBase is > 0 and < TailCount and var tail ? first + tail : CanonicalMappings.Default.Compose(first, second);
    }

    private static AlignedText Join(List<(int CodePoint, int Start, int End)> parts)
    {
        var text = new AlignedText();
        foreach (var (codePoint, start, end) in parts)
        {
            text.Add(new Rune(codePoint), start, end);
        }

        return text;
    }

    // The blocks that BERT's own code names; kana and hangul are not among them.
    private static bool IsIdeograph(int codePoint) => codePoint
        is (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x2F800 and <= 0x2FA1F);
}
