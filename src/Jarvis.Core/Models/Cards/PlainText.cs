using System.Globalization;
using System.Text;

namespace Jarvis.Models.Cards;

/// <summary>Makes one line of a stranger's text, without what moves a cursor, turns the writing direction or cannot be seen.</summary>
internal static class PlainText
{
    /// <summary>The text with runs of white space as one space, cut at a word where it is too long.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The most characters.</param>
    internal static string Line(string text, int most)
    {
        var line = new StringBuilder(most);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (IsSeen(rune))
            {
                line.Append(rune.ToString());
            }

            if (line.Length > most)
            {
                break;
            }
        }

        return line.Length <= most ? line.ToString().TrimEnd() : Cut(line.ToString(), most);
    }

    private static string Cut(string line, int most)
    {
        var space = line.LastIndexOf(' ', most - 1);
        var end = space > most / 2 ? space : most - 1;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[end - 1]) ? end - 1 : end), "…");
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned) && rune != Rune.ReplacementChar;
}
