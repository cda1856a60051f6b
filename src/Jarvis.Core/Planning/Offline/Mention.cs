using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>A word of an intent's part that points at something to work on.</summary>
/// <param name="At">The token.</param>
/// <param name="Noun">What it may be; null for a pronoun.</param>
internal sealed record Mention(int At, Noun? Noun)
{
    private const int MaxMentions = 32;

    /// <summary>Whether it points at several things.</summary>
    public bool Plural { get; init; }

    /// <summary>The one that it picks, from 1, or -1 for the last; 0 for no particular one.</summary>
    public int Ordinal { get; init; }

    /// <summary>Whether it stands after "in", "of" and the like, so that it holds what was mentioned before it.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Whether it is what the user brought, not what became of it.</summary>
    public bool IsOriginal { get; init; }

    /// <summary>Whether it is joined to the mention before it: "the transcript and the translation".</summary>
    public bool IsJoined { get; init; }

    /// <summary>The mentions of some tokens, in their order; the first few of very many.</summary>
    internal static ImmutableArray<Mention> Read(ImmutableArray<Token> tokens, IEnumerable<int> places)
    {
        var mentions = ImmutableArray.CreateBuilder<Mention>();
        foreach (var at in places.TakeWhile(_ => mentions.Count < MaxMentions))
        {
            if (Vocabulary.NounOf(tokens[at]) is { } noun)
            {
                mentions.Add(OfNoun(tokens, at, noun, mentions.Count == 0 ? null : mentions[^1]));
            }
            else if (tokens[at].IsIn(Vocabulary.SingularPronouns)
                || (tokens[at].IsIn(Vocabulary.PluralPronouns) && !IsDeterminer(tokens, at)))
            {
                mentions.Add(new Mention(at, null)
                {
                    Plural = tokens[at].IsIn(Vocabulary.PluralPronouns),
                    IsContainer = IsAfterPreposition(tokens, at - 1),
                });
            }
        }

        return mentions.ToImmutable();
    }

    private static Mention OfNoun(ImmutableArray<Token> tokens, int at, Noun noun, Mention? last)
    {
        var (plural, ordinal, original) = (noun.Plural, 0, false);
        var first = at - 1;
        for (; first >= Math.Max(0, at - 4) && IsBeforeNoun(tokens[first]); first--)
        {
            plural |= tokens[first].IsIn(Vocabulary.PluralDeterminers);
            ordinal = ordinal == 0 ? Vocabulary.OrdinalOf(tokens[first]) : ordinal;
            original |= tokens[first].Is("original");
        }

        // "Image 2" is the second one; "image 90 degrees" is none.
        var isNumbered = at + 1 < tokens.Length && tokens[at + 1] is { Kind: TokenKind.Number, Value: >= 1 and <= 99 };
        if (isNumbered && ordinal == 0 && noun is { Plural: false, IsResult: false }
            && !(at + 2 < tokens.Length && tokens[at + 2].IsIn(Vocabulary.Units)))
        {
            ordinal = (int)tokens[at + 1].Value;
        }

        return new Mention(at, noun)
        {
            Plural = plural && ordinal == 0,
            Ordinal = ordinal,
            IsOriginal = original,
            IsContainer = IsAfterPreposition(tokens, first),
            IsJoined = first > 0 && tokens[first].Is("and") && last?.At == first - 1,
        };
    }

    private static bool IsBeforeNoun(Token token) => token.IsIn(Vocabulary.Determiners) || Vocabulary.OrdinalOf(token) != 0
        || token.Kind == TokenKind.Number || token.Is("original") || token.Is("other") || token.Is("attached") || token.Is("same")
            || Languages.CodeOf(token, null) is not null;

    private static bool IsDeterminer(ImmutableArray<Token> tokens, int at) => at + 1 < tokens.Length
        && (Vocabulary.NounOf(tokens[at + 1]) is not null || Vocabulary.OrdinalOf(tokens[at + 1]) != 0
            || tokens[at + 1].Kind == TokenKind.Number);

    private static bool IsAfterPreposition(ImmutableArray<Token> tokens, int at) =>
        at >= 0 && tokens[at].IsIn(Vocabulary.ContainerPrepositions);
}
