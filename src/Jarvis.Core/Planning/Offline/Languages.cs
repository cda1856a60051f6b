using System.Collections.Frozen;

namespace Jarvis.Planning.Offline;

/// <summary>Names of languages, and their ISO 639-1 codes.</summary>
internal static class Languages
{
    private const string Names = """
        afrikaans=af albanian=sq arabic=ar aragonese=an armenian=hy basque=eu belarusian=be bengali=bn bosnian=bs breton=br
        bulgarian=bg castilian=es catalan=ca chinese=zh croatian=hr czech=cs danish=da dutch=nl english=en esperanto=eo
        estonian=et farsi=fa finnish=fi french=fr galician=gl georgian=ka german=de greek=el hebrew=he hindi=hi hungarian=hu
        icelandic=is indonesian=id irish=ga italian=it japanese=ja kazakh=kk korean=ko latin=la latvian=lv lithuanian=lt
        macedonian=mk malay=ms maltese=mt mandarin=zh norwegian=no occitan=oc persian=fa polish=pl portuguese=pt romanian=ro
        russian=ru sardinian=sc serbian=sr slovak=sk slovene=sl slovenian=sl spanish=es swahili=sw swedish=sv tatar=tt thai=th
        turkish=tr ukrainian=uk urdu=ur vietnamese=vi welsh=cy yiddish=yi español=es français=fr deutsch=de italiano=it
        português=pt català=ca
        """;

    private static readonly FrozenDictionary<string, string> ByName = Names
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Codes = ByName.Values.ToFrozenSet(StringComparer.Ordinal);

    // Codes that are English words too; they only count in capitals.
    private static readonly FrozenSet<string> AlsoWords =
        FrozenSet.Create(StringComparer.Ordinal, "an", "be", "he", "hi", "id", "is", "it", "la", "no", "ms", "sl", "et", "sc");

    /// <summary>The code of a language that is known to be one, by its name, its code or its locale, such as <c>es-MX</c>; or null.</summary>
    internal static string? CodeOf(string language)
    {
        var name = language.Trim().ToLowerInvariant();
        return ByName.GetValueOrDefault(name)
            ?? (Codes.Contains(name) ? name : name.Length > 3 && (name[2] is '-' or '_') && Codes.Contains(name[..2]) ? name[..2] : null);
    }

    /// <summary>The code of a language that a word names, or null.</summary>
    internal static string? CodeOf(Token token, Token? before)
    {
        if (token.Kind != TokenKind.Word)
        {
            return null;
        }

        var isAfterTo = before is { Kind: TokenKind.Word, Text: "to" or "into" or "in" or "from" };
        if (ByName.TryGetValue(token.Text, out var code))
        {
            // To polish is a verb too.
            return token.Text != "polish" || token.Capital || isAfterTo ? code : null;
        }

        return isAfterTo && Codes.Contains(token.Text) && (token.Capital || !AlsoWords.Contains(token.Text)) ? token.Text : null;
    }
}
