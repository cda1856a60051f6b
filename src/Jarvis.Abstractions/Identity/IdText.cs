using System.Diagnostics.CodeAnalysis;
using Jarvis.Errors;

namespace Jarvis.Identity;

/// <summary>What the text of an identifier may be. Identifiers come from outside and end up in keys, paths and logs.</summary>
internal static class IdText
{
    internal const int MaxLength = 128;

    /// <summary>1 to 128 of a-z, A-Z, 0-9, '-', '_' and '.', and not beginning with '.'.</summary>
    internal static bool IsSegment([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text[0] == '.')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    internal static string RequireSegment(string? text, string what) => IsSegment(text)
        ? text
        : throw Error.InvalidRequest($"A {what} is 1 to {MaxLength} letters, digits, '-', '_' or '.', and does not begin with '.'.");

    internal static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);

    internal static T Parse<T>(string? text, string what)
        where T : struct, IParsable<T> => T.TryParse(text, null, out var id)
        ? id
        : throw Error.InvalidRequest($"'{Shorten(text)}' is not a {what}.");

    /// <summary>What somebody gave, to be shown again: no id has more than these characters, and others may paint a terminal or break a log's line.</summary>
    private static string Shorten(string? text)
    {
        var shown = string.Concat((text ?? "").Take(40).Select(c => c is >= ' ' and <= '~' ? c : '\uFFFD'));
        return text?.Length > 40 ? shown + "…" : shown;
    }
}
