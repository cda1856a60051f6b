using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>
/// The sentences of a request in which no task phrase is, and the ends of others that look like another order: they name files, ask about
/// things, or were not understood.
/// </summary>
internal static class LooseSentences
{
    private const int MaxTold = 3;
    private const int MinWords = 3;

    private static readonly FrozenSet<string> Harmless = Vocabulary.Words(
        "with without for at by not no if because so as which who when where what but or also after before half back out up again done ready know see "
        + "have look is are was be does do says said here there okay it's each per than more only same new good");

    // What they ask for is an answer anyway, unless they ask for something that is not known.
    private static readonly FrozenSet<string> Handing = Vocabulary.Words("show give tell send let return display print");

    private static readonly TaskPhrase Asking = new(
        "question", [TaskTypes.VisualQuestionAnswering, TaskTypes.DocumentQuestionAnswering, TaskTypes.QuestionAnswering]);

    private static readonly FrozenSet<string> QuestionWords = Vocabulary.Words("what who whose when where why how which is are was were does did");
    private static readonly FrozenSet<string> Telling = Vocabulary.Words(
        "i i'm we it this that these those the there here my our thanks thank hello hi hey please ok okay sorry no yes sure great jarvis good dear a an");

    /// <summary>The first and last token of each such sentence, the last one exclusive.</summary>
    internal static IEnumerable<(int From, int To)> Find(ImmutableArray<Token> tokens, ImmutableArray<Intent> intents)
    {
        var from = 0;
        var next = 0;
        for (var at = 0; at <= tokens.Length; at++)
        {
            if (at < tokens.Length && tokens[at].Kind != TokenKind.SentenceEnd)
            {
                continue;
            }

            while (next < intents.Length && intents[next].Start < from)
            {
                next++;
            }

            if (at > from && !(next < intents.Length && intents[next].Start < at))
            {
                yield return (from, at);
            }

            from = at + 1;
        }
    }

    /// <summary>"… and book me a flight": what follows a joining word and points at nothing.</summary>
    internal static IEnumerable<(int From, int To)> Trailing(ImmutableArray<Token> tokens, IEnumerable<Intent> intents)
    {
        foreach (var intent in intents)
        {
            var matched = intent.Matched.ToHashSet();
            for (var inner = intent.Inner; inner is not null; inner = inner.Inner)
            {
                matched.UnionWith(inner.Matched);
            }

            for (var at = matched.Max() + 1; at < intent.To - MinWords; at++)
            {
                var to = at + 1;
                while (to < intent.To && !IsJoint(tokens[to]))
                {
                    to++;
                }

                if (IsJoint(tokens[at]) && to - at > MinWords && IsStrange(tokens[(at + 1)..to]))
                {
                    yield return (at + 1, to);
                }

                at = to - 1;
            }
        }
    }

    private static bool IsJoint(Token token) => token.Kind == TokenKind.Comma || token.Is("and") || token.Is("then");

    private static bool IsStrange(ImmutableArray<Token> clause) =>
        clause[0].IsIn(Handing) ? clause.Skip(1).Any(IsUnknown) : IsUnknown(clause[0]);

    private static bool IsUnknown(Token token) => token.Kind == TokenKind.Word
        && !token.IsIn(Vocabulary.Determiners) && !token.IsIn(Vocabulary.Fillers) && !token.IsIn(Vocabulary.PluralPronouns)
        && !token.IsIn(Vocabulary.SingularPronouns) && !token.IsIn(Vocabulary.ContainerPrepositions) && !token.IsIn(Harmless)
        && !token.IsIn(Telling) && !token.IsIn(Handing) && !token.IsIn(Vocabulary.Connectives) && !token.IsIn(Vocabulary.Units)
        && Vocabulary.NounOf(token) is null && Vocabulary.NumberOf(token) is null && Vocabulary.OrdinalOf(token) == 0
        && Languages.CodeOf(token, null) is null;

    /// <summary>A question about something, as an intent; null where the sentence is none.</summary>
    internal static Intent? Question(ImmutableArray<Token> tokens, int from, int to)
    {
        var first = from;
        while (first < to && (tokens[first].Kind == TokenKind.Comma || tokens[first].IsIn(Vocabulary.Connectives)))
        {
            first++;
        }

        var isQuestion = to - first >= 3 && tokens[first].IsIn(QuestionWords)
            && !Enumerable.Range(first + 1, Math.Min(2, to - first - 1)).Any(at => tokens[at].Is("you") || tokens[at].Is("i"));
        return isQuestion ? new Intent(Asking, first, []) { From = from, To = to, IsQuestion = true } : null;
    }

    /// <summary>What to tell of sentences that look like orders and were not understood.</summary>
    internal static IEnumerable<PlanNoted> NotUnderstood(Wording wording, IEnumerable<(int From, int To)> sentences) => sentences
        .Where(sentence => sentence.To - sentence.From >= MinWords && !wording.Tokens[sentence.From].IsIn(Telling)
            && Enumerable.Range(sentence.From, sentence.To - sentence.From).All(at => wording.Tokens[at].Kind != TokenKind.File))
        .Take(MaxTold)
        .Select(sentence => wording.Text[wording.Tokens[sentence.From].Start..wording.Tokens[sentence.To - 1].End])
        .Select(text => new PlanNoted($"Not understood, and left out: {PlanText.Quote(text)}."));
}
