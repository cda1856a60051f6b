using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Flite;

/// <summary>Makes of any text what flite can say: it knows ASCII only, and skips or spells what else it gets.</summary>
internal static partial class SpeechText
{
    private static readonly FrozenDictionary<char, string> Spoken = Letters().ToFrozenDictionary();

    /// <summary>The text in ASCII: accents dropped, signs spelled out, what no English voice can read left out.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in MoneyFirst().Replace(text, "${amount}${sign}"))
        {
            if (c is '\n' or (>= ' ' and <= '~'))
            {
                folded.Append(c);
            }
            else
            {
                folded.Append(Spoken.GetValueOrDefault(c, char.IsWhiteSpace(c) || char.IsControl(c) ? " " : ""));
            }
        }

        return folded.ToString();
    }

    /// <summary>
    /// Pieces of at most a length, cut after sentences where it can be, else between words. Those without anything to say are left out.
    /// </summary>
    public static ImmutableArray<string> Split(string text, int maxCharacters)
    {
        var pieces = ImmutableArray.CreateBuilder<string>();
        for (var rest = text.AsSpan().Trim(); rest.Length > 0;)
        {
            var length = rest.Length <= maxCharacters ? rest.Length : CutAt(rest[..maxCharacters]);
            var piece = rest[..length].Trim();
            if (piece.ContainsAnyInRange('0', '9') || piece.ContainsAnyInRange('A', 'Z') || piece.ContainsAnyInRange('a', 'z'))
            {
                pieces.Add(piece.ToString());
            }

            rest = rest[length..].TrimStart();
        }

        return pieces.ToImmutable();
    }

    private static int CutAt(ReadOnlySpan<char> text)
    {
        for (var at = text.Length - 1; at > text.Length / 2; at--)
        {
            if (text[at] == '\n' || (text[at] == ' ' && text[at - 1] is '.' or '!' or '?' or ';' or ':'))
            {
                return at;
            }
        }

        return text.LastIndexOf(' ') is > 0 and var space ? space : text.Length;
    }

    private static Dictionary<char, string> Letters()
    {
        (string From, string To)[] groups =
        [
            ("áàâäãåāăą", "a"), ("ÁÀÂÄÃÅĀĂĄ", "A"), ("çćĉċč", "c"), ("ÇĆĈĊČ", "C"), ("ðďđ", "d"), ("ÐĎĐ", "D"),
            ("éèêëēĕėęě", "e"), ("ÉÈÊËĒĔĖĘĚ", "E"), ("ĝğġģ", "g"), ("ĜĞĠĢ", "G"), ("ĥħ", "h"), ("ĤĦ", "H"),
            ("íìîïĩīĭįı", "i"), ("ÍÌÎÏĨĪĬĮİ", "I"), ("ĵ", "j"), ("Ĵ", "J"), ("ķ", "k"), ("Ķ", "K"), ("ĺļľŀł", "l"), ("ĹĻĽĿŁ", "L"),
            ("ñ", "ny"), ("Ñ", "Ny"), ("ńņňŋ", "n"), ("ŃŅŇŊ", "N"), ("óòôöõøōŏő", "o"), ("ÓÒÔÖÕØŌŎŐ", "O"), ("ŕŗř", "r"), ("ŔŖŘ", "R"),
            ("śŝşšș", "s"), ("ŚŜŞŠȘ", "S"), ("ţťŧț", "t"), ("ŢŤŦȚ", "T"), ("úùûüũūŭůűų", "u"), ("ÚÙÛÜŨŪŬŮŰŲ", "U"),
            ("ŵ", "w"), ("Ŵ", "W"), ("ýÿŷ", "y"), ("ÝŸŶ", "Y"), ("źżž", "z"), ("ŹŻŽ", "Z"),
            ("ß", "ss"), ("æ", "ae"), ("Æ", "Ae"), ("œ", "oe"), ("Œ", "Oe"), ("þ", "th"), ("Þ", "Th"), ("ª", "a"), ("º", "o"),
            ("‘’‚‛′", "'"), ("“”„«»″", "\""), ("–—―−", " - "), ("…", "..."), ("·•", ", "),
            ("€", " euros "), ("£", " pounds "), ("¥", " yen "), ("°", " degrees "), ("½", " one half "), ("¼", " one quarter "),
            ("¾", " three quarters "), ("×", " times "), ("÷", " divided by "), ("±", " plus or minus "),
        ];
        return groups.SelectMany(group => group.From.Select(c => (c, group.To))).ToDictionary(pair => pair.c, pair => pair.To);
    }

    [GeneratedRegex(@"(?<sign>[€£¥])\s?(?<amount>\d[\d.,]*\d|\d)")]
    private static partial Regex MoneyFirst();
}
