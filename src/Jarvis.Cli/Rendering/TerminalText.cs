using System.Globalization;
using System.Text;

namespace Jarvis.Cli.Rendering;

/// <summary>
/// Makes the text of models, files and users fit for a terminal: escape sequences (ECMA-48) go as a whole, and so does what moves the
/// cursor, turns the writing direction or cannot be seen. What remains says what it shows.
/// </summary>
internal static class TerminalText
{
    private const char Escape = '\u001b';
    private const char StringTerminator = '\u009c';
    private const char Bell = '\u0007';

    /// <summary>The text on one line: runs of white space become one space.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">Characters that are left of it; the last is then '…'.</param>
    internal static string Line(string text, int maxLength = 500)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxLength + 1));
        foreach (var c in Block(text))
        {
            if (!char.IsWhiteSpace(c))
            {
                clean.Append(c);
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }

            if (clean.Length > maxLength + 1)
            {
                break;
            }
        }

        return Shorten(clean.ToString().TrimEnd(), maxLength);
    }

    /// <summary>The text with its lines kept and tabs as spaces.</summary>
    internal static string Block(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var skipped = SequenceLength(text, i);
            if (skipped > 0)
            {
                i += skipped;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used);
            if (rune.Value == '\t')
            {
                clean.Append("    ");
            }
            else if (rune.Value == '\n' || IsVisible(rune))
            {
                clean.Append(rune.ToString());
            }

            i += used;
        }

        return clean.ToString();
    }

    /// <summary>Cuts a text, never within a surrogate pair.</summary>
    internal static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = maxLength - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // The joiners make letters of Persian and emoji of several parts.
        UnicodeCategory.Format => rune.Value is 0x200c or 0x200d,
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => false,
        _ => true,
    };

    /// <summary>How many characters an escape sequence at that place has; 0 where there is none.</summary>
    private static int SequenceLength(string text, int at)
    {
        var (kind, start) = text[at] switch
        {
            Escape => (at + 1 < text.Length ? text[at + 1] : Escape, at + 2),
            // The same in one character (C1).
            >= '\u0080' and <= '\u009f' => ((char)(text[at] - 0x40), at + 1),
            _ => ('\0', at),
        };

        return kind switch
        {
            '\0' => 0,
            '[' => ControlEnd(text, start) - at,
            ']' or 'P' or 'X' or '^' or '_' => StringEnd(text, start) - at,
            >= ' ' and <= '/' => ShortEnd(text, start) - at,
            >= '0' and <= '~' => Math.Min(start, text.Length) - at,
            _ => 1,
        };
    }

    private static int ControlEnd(string text, int from)
    {
        var i = from;
        while (i < text.Length && text[i] is >= ' ' and <= '?')
        {
            i++;
        }

        return i < text.Length && text[i] is >= '@' and <= '~' ? i + 1 : Math.Min(i, text.Length);
    }

    private static int ShortEnd(string text, int from)
    {
        var i = from;
        while (i < text.Length && text[i] is >= ' ' and <= '/')
        {
            i++;
        }

        return Math.Min(i + 1, text.Length);
    }

    /// <summary>The end of a string such as a window title; of one that is never closed, only its opening goes.</summary>
    private static int StringEnd(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            switch (text[i])
            {
                case Bell or StringTerminator:
                    return i + 1;
                case Escape when i + 1 < text.Length && text[i + 1] == '\\':
                    return i + 2;
                case '\n':
                    return from;
            }
        }

        return Math.Min(from, text.Length);
    }
}
