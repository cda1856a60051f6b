using System.Globalization;

namespace Jarvis.Models.LanguageModel;

/// <summary>
/// How many tokens a text is, without the model's own tokenizer: counted on the high side, so that what fits by it fits. Byte-pair
/// vocabularies give about one token to four letters of English, to two of other alphabets, and to each ideograph, sign or run of spaces.
/// </summary>
internal static class TokenEstimate
{
    private const int Whole = 12;

    /// <summary>The tokens of a text.</summary>
    internal static int Of(string text)
    {
        long parts = 0;
        var previous = '\0';
        foreach (var c in text)
        {
            parts += Parts(c, previous);
            previous = c;
        }

        return (int)Math.Min(int.MaxValue, (parts + Whole - 1) / Whole);
    }

    /// <summary>The longest beginning of a text that has at most so many tokens; never half of a surrogate pair.</summary>
    internal static string Fit(string text, int tokens)
    {
        var left = (long)Math.Max(0, tokens) * Whole;
        var previous = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            left -= Parts(text[i], previous);
            if (left < 0)
            {
                return text[..(char.IsLowSurrogate(text[i]) && i > 0 ? i - 1 : i)];
            }

            previous = text[i];
        }

        return text;
    }

    private static int Parts(char c, char previous) => c switch
    {
        ' ' => previous == ' ' ? 1 : 2,
        _ when char.IsAsciiLetter(c) => Whole / 4,
        _ when char.IsAsciiDigit(c) => Whole / 2,
        _ when char.IsAscii(c) => c == previous ? Whole / 4 : Whole,
        _ when char.IsSurrogate(c) => Whole,
        _ when CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter => Whole * 3 / 2,
        _ when char.IsLetter(c) => Whole / 2,
        _ => Whole,
    };
}
