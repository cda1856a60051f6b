using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>
/// Finds task phrases among tokens. What it looks at from one token is bounded, so the whole takes time linear in the tokens.
/// </summary>
internal sealed class PhraseMatcher(ImmutableArray<Token> tokens)
{
    /// <summary>The most tokens that a gap of a phrase takes.</summary>
    internal const int MaxGap = 9;

    private static readonly ImmutableArray<TaskPhrase> AnyStart =
        [.. TaskPhrases.All.Where(phrase => phrase.Elements[0].Class is not null)];

    private static readonly FrozenDictionary<string, ImmutableArray<TaskPhrase>> ByFirstWord = TaskPhrases.All
        .SelectMany(phrase => phrase.Elements[0].Words.Select(word => (word, phrase)))
        .GroupBy(pair => pair.word, pair => pair.phrase)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly FrozenSet<string> VerbStarts = TaskPhrases.All.Where(phrase => !phrase.IsNoun)
        .SelectMany(phrase => phrase.Elements[0].Words)
        .Except(["image", "picture", "photo", "scan", "speech", "voice", "video", "text", "half", "third", "parts", "sections", "black"])
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly ImmutableArray<bool> _breaks = Breaks(tokens);

    /// <summary>
    /// The phrases of the request, in its order; of those that start at one token, the one with the most words, then the shortest.
    /// </summary>
    internal IEnumerable<(TaskPhrase Phrase, int Start, ImmutableArray<int> Matched)> Find()
    {
        var taken = new HashSet<int>();
        for (var at = 0; at < tokens.Length; at++)
        {
            if (tokens[at].Kind != TokenKind.Word || taken.Contains(at))
            {
                continue;
            }

            (TaskPhrase Phrase, Match Match)? best = null;
            foreach (var phrase in ByFirstWord.GetValueOrDefault(tokens[at].Text, []).Concat(AnyStart))
            {
                if (Try(phrase, 0, at, at, taken) is { } match && (best is null || IsBetter((phrase, match), best.Value)))
                {
                    best = (phrase, match);
                }
            }

            if (best is var (found, fit))
            {
                taken.UnionWith(fit.Tokens);
                yield return (found, at, [.. fit.Tokens]);
            }
        }
    }

    /// <summary>
    /// Whether a token ends a part of the request: the end of a sentence, or a comma or joining word before another order.
    /// </summary>
    internal bool IsBreak(int at) => _breaks[at];

    private static bool IsBetter((TaskPhrase Phrase, Match Match) one, (TaskPhrase Phrase, Match Match) other) =>
        one.Phrase.IsWeak == other.Phrase.IsWeak ? one.Match.IsBetterThan(other.Match) : other.Phrase.IsWeak;

    private static ImmutableArray<bool> Breaks(ImmutableArray<Token> tokens)
    {
        var breaks = new bool[tokens.Length];
        var startsVerb = false;
        for (var at = tokens.Length - 1; at >= 0; at--)
        {
            var token = tokens[at];
            var joins = token.Kind is TokenKind.Comma or TokenKind.Colon || token.IsIn(Vocabulary.Connectives);
            breaks[at] = token.Kind == TokenKind.SentenceEnd || (joins && startsVerb);
            startsVerb = joins || token.IsIn(Vocabulary.Fillers) ? startsVerb : token.IsIn(VerbStarts);
        }

        return [.. breaks];
    }

    private Match? Try(TaskPhrase phrase, int element, int at, int start, HashSet<int> taken)
    {
        if (element == phrase.Elements.Length)
        {
            return new Match([], 0, at - start);
        }

        var wanted = phrase.Elements[element];
        if (wanted.Gap)
        {
            for (var gap = 0; gap <= MaxGap && at + gap < tokens.Length; gap++)
            {
                if (Try(phrase, element + 1, at + gap, start, taken) is { } match)
                {
                    return match;
                }

                if (IsBreak(at + gap) || tokens[at + gap].IsIn(Vocabulary.Negators))
                {
                    return null;
                }
            }

            return null;
        }

        if (at < tokens.Length && !taken.Contains(at) && wanted.Fits(tokens[at], at == 0 ? null : tokens[at - 1])
            && Try(phrase, element + 1, at + 1, start, taken) is { } rest)
        {
            return wanted.Class is null ? rest.With(at) : rest with { Words = rest.Words + (wanted.Class == "<determiner>" ? 0 : 1) };
        }

        return wanted.Optional ? Try(phrase, element + 1, at, start, taken) : null;
    }

    private sealed record Match(ImmutableList<int> Tokens, int Words, int Length)
    {
        internal Match With(int token) => this with { Tokens = Tokens.Insert(0, token), Words = Words + 1 };

        internal bool IsBetterThan(Match other) => Words > other.Words || (Words == other.Words && Length < other.Length);
    }
}
