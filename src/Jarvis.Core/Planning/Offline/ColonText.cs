using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>
/// Text after a colon: "Translate to Spanish: where is the station?". All that follows is to be worked on, none of it is an order.
/// </summary>
internal static class ColonText
{
    /// <summary>The request with such a text as one quoted token; the same request where there is none.</summary>
    internal static Wording Quote(Wording wording, ImmutableArray<Intent> intents, TaskTypeCatalog catalog)
    {
        for (var colon = 0; colon < wording.Tokens.Length; colon++)
        {
            if (wording.Tokens[colon].Kind == TokenKind.Colon && intents.LastOrDefault(intent => intent.Start < colon) is { } intent
                && TakesText(intent, catalog) && IsBare(wording, intent, colon) && TextAfter(wording, colon) is { } text)
            {
                return wording with { Tokens = [.. wording.Tokens[..colon], text] };
            }
        }

        return wording;
    }

    private static bool TakesText(Intent intent, TaskTypeCatalog catalog) =>
        !intent.Negated && intent.Types.Any(type => PlanPorts.Main(catalog.Find(type)!).Kind == MediaKind.Text);

    private static bool IsBare(Wording wording, Intent intent, int colon)
    {
        for (var at = Math.Min(intent.From, intent.Start); at < colon; at++)
        {
            if (wording.Tokens[at].Kind is TokenKind.File or TokenKind.Quoted
                || (at > intent.Start && wording.Tokens[at].Kind == TokenKind.SentenceEnd))
            {
                return false;
            }
        }

        return true;
    }

    private static Token? TextAfter(Wording wording, int colon)
    {
        var next = colon + 1;
        while (next < wording.Tokens.Length && wording.Tokens[next].Kind == TokenKind.SentenceEnd)
        {
            next++;
        }

        if (next < wording.Tokens.Length && wording.Tokens[next].Kind is TokenKind.File or TokenKind.Quoted)
        {
            return null;
        }

        var start = wording.Tokens[colon].End;
        var text = wording.Text[start..].Trim();
        return text.Length == 0 ? null : new Token(TokenKind.Quoted, text, start, wording.Text.Length);
    }
}
