using System.Text;

namespace Jarvis.Planning.LanguageModel;

/// <summary>What characters are in JSON as language models write it.</summary>
internal static class LooseCharacters
{
    /// <summary>The quote that ends a text that a character begins; NUL where it begins none.</summary>
    internal static char ClosingQuote(char c) => c switch
    {
        '"' => '"',
        '\'' => '\'',
        '“' => '”',
        '‘' => '’',
        _ => '\0',
    };

    /// <summary>The text with halves of surrogate pairs replaced, as every encoding does it: nothing else can be stored or sent.</summary>
    internal static string WellFormed(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a name without quotes may have it.</summary>
    internal static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '$' or '.';
}
