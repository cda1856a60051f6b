using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Models.Process;

/// <summary>Language codes: the three-letter ones of ISO 639-3, which apertium uses, and the two-letter ones of ISO 639-1 for plans.</summary>
internal static class Iso639
{
    private static readonly FrozenDictionary<string, string> TwoLetters = Pairs(
        "afr af ara ar arg an bel be ben bn bos bs bre br bul bg cat ca ces cs cym cy dan da deu de ell el eng en epo eo est et eus eu "
        + "fao fo fin fi fra fr gle ga glg gl hat ht hbs sh heb he hin hi hrv hr hun hu hye hy ind id isl is ita it jpn ja kat ka kaz kk "
        + "kir ky kor ko lat la lav lv lit lt mar mr mkd mk mlt mt msa ms nld nl nno nn nob nb oci oc pan pa pol pl por pt roh rm ron ro "
        + "rus ru slk sk slv sl sme se spa es sqi sq srd sc srp sr swe sv tam ta tat tt tel te tgl tl tur tr ukr uk urd ur uzb uz vie vi "
        + "zho zh");

    /// <summary>The two-letter codes of languages that are written in Latin letters.</summary>
    public static ImmutableArray<string> LatinScript { get; } =
    [
        .. ("en es af an br bs ca cs cy da de eo et eu fi fo fr ga gl hr ht hu id is it la lt lv ms mt nb nl nn no oc pl pt rm ro sc se sk "
            + "sl sq sv tl tr").Split(' '),
    ];

    /// <summary>The names that a plan may use for a language: its two-letter code where it has one, and the three-letter code.</summary>
    /// <param name="threeLetters">Such as <c>eng</c>.</param>
    public static ImmutableArray<string> Names(string threeLetters) =>
        TwoLetters.TryGetValue(threeLetters, out var two) ? [two, threeLetters] : [threeLetters];

    private static FrozenDictionary<string, string> Pairs(string text) =>
        text.Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
