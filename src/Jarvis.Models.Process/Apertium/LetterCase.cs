using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Apertium;

/// <summary>Capitals of a translation. Apertium takes words in capitals for names, and at times passes the capital of a first word on.</summary>
internal static partial class LetterCase
{
    // Those that write months, days and nationalities small, so that a capital within a sentence is a name or an error.
    private const string SmallLetterLanguages = " arg ast cat fra glg ita oci por ron spa ";

    /// <summary>Whether a text is written in capitals throughout.</summary>
    public static bool IsShouted(string text) => text.Count(char.IsUpper) > 1 && !text.Any(char.IsLower);

    /// <summary>The translation without the capitals that nothing in the source asks for.</summary>
    /// <param name="source">What was translated.</param>
    /// <param name="target">Its translation.</param>
    /// <param name="language">ISO 639-3 code of the translation's language.</param>
    public static string Calm(string source, string target, string language) =>
        SmallLetterLanguages.Contains($" {language} ", StringComparison.Ordinal) && !InnerCapital().IsMatch(source)
            ? InnerCapital().Replace(target, match => match.Value.ToLowerInvariant())
            : target;

    // A word in capitals and small letters, after another word with no end of a sentence between.
    [GeneratedRegex(@"(?<=[\p{L}\p{N},;]['’\-]?\s*)(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?!\p{L})")]
    private static partial Regex InnerCapital();
}
