using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>Reads which kinds of media a clause asks for, and which it works on, from its nouns, its files and the words between.</summary>
internal static class ClauseMedia
{
    private static readonly FrozenSet<string> Makes = Stems(
        "create generate make produce synthesize render draw compose build extract get obtain retrieve download find search locate need want like write turn output give provide grab fetch have");

    private static readonly FrozenSet<string> Turns = Stems("convert transform turn change transcribe translate read");

    private static readonly FrozenSet<string> Ends = FrozenSet.Create(
        StringComparer.Ordinal, "from", "of", "based", "using", "with", "for", "in", "that", "about", "describing", "related", "on", "by", "which", "containing", "where", "whose");

    /// <summary>What comes out, or null where it does not say, and what goes in.</summary>
    internal static (MediaKind? Gives, ImmutableArray<MediaKind> Takes) Of(ImmutableArray<RequestWord> words)
    {
        MediaKind? gives = null;
        var takes = new List<MediaKind>();
        var (makes, turns, into) = (false, false, false);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            if (word.Kind == WordKind.Url)
            {
                takes.Add(MediaKind.Data);
                gives ??= word.Media;
            }
            else if (word.Kind == WordKind.File && word.Media is { } media)
            {
                if (media == gives && !takes.Contains(media) && (makes || into))
                {
                    continue;
                }

                takes.Add(media);
            }
            else if (word.Kind == WordKind.Word)
            {
                if (Lexicon.KindOf(word) is { } kind)
                {
                    var isHead = at + 1 == words.Length || words[at + 1].Kind != WordKind.Word || Lexicon.KindOf(words[at + 1]) is null;
                    makes &= at + 1 == words.Length || words[at + 1].Lower is not ("output" or "format" or "form");
                    if (gives is null && isHead && (makes || into))
                    {
                        gives = kind;
                    }
                    else if (gives is not null && into && isHead)
                    {
                        takes.Add(gives.Value);
                        gives = kind;
                    }
                    else
                    {
                        takes.Add(kind);
                    }

                    (makes, into) = isHead ? (false, false) : (makes, into);
                    continue;
                }

                makes = (makes || Makes.Contains(word.Stem)) && !Ends.Contains(word.Lower);
                into = word.Lower is "into" || (word.Lower is "to" && turns) || (into && !Ends.Contains(word.Lower));
                turns |= Turns.Contains(word.Stem);
            }
        }

        return (gives, [.. takes.Distinct()]);
    }

    private static FrozenSet<string> Stems(string words) => words.Split(' ').Select(WordStem.Of).ToFrozenSet(StringComparer.Ordinal);
}
