using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>The sentences of a request in which no task phrase is: they name files, ask about things, or were not understood.</summary>
internal static class LooseSentences
{
    private const int MaxTold = 3;
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
        .Where(sentence => sentence.To - sentence.From >= 3 && !wording.Tokens[sentence.From].IsIn(Telling)
            && Enumerable.Range(sentence.From, sentence.To - sentence.From).All(at => wording.Tokens[at].Kind != TokenKind.File))
        .Take(MaxTold)
        .Select(sentence => wording.Text[wording.Tokens[sentence.From].Start..wording.Tokens[sentence.To - 1].End])
        .Select(text => new PlanNoted($"Not understood, and left out: {PlanText.Quote(text)}."));
}
