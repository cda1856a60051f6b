using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.Retrieval;

/// <summary>Splits a request into clauses: at the ends of sentences, at commas, and at the words that join or order what is to be done.</summary>
internal static class ClauseReader
{
    /// <summary>Of a longer request, the rest is not read.</summary>
    internal const int MaxClauses = 96;

    private const double ReferenceWeight = 0.2;
    private const double SourceWeight = 0.55;

    private static readonly FrozenSet<string> Joins = Set(
        "and then also finally next afterwards subsequently before after while plus additionally lastly followed once but or because since due");

    private static readonly FrozenSet<string> Pointers = Set("that this which it doing");
    private static readonly FrozenSet<string> Determiners = Set("a an the my some another our two three both one");
    private static readonly FrozenSet<string> Definite = Set("the this that these those its");
    private static readonly FrozenSet<string> Sources = Set("from using based containing describing about representing illustrating demonstrating showing");
    private static readonly FrozenSet<string> Questions = Set("what which who whose where when why how");
    private static readonly RequestWord Question = new(WordKind.Word, "question", 0, 0);
    private static readonly FrozenSet<string> Reasons = Set("because since due while");
    private static readonly FrozenSet<string> Results = Set("it this result results output them");

    /// <summary>The clauses of a request, in the order that they are written.</summary>
    internal static ImmutableArray<Clause> Read(ImmutableArray<RequestWord> words)
    {
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        var isFirst = true;
        var start = 0;
        for (var at = 0; at <= words.Length && clauses.Count < MaxClauses; at++)
        {
            if (at < words.Length && !IsBreak(words, at, start))
            {
                continue;
            }

            if (Clause(words, start, at, isFirst, clauses) is { } clause)
            {
                clauses.Add(clause);
                isFirst = false;
            }

            start = at;
            isFirst |= at < words.Length && words[at].Kind == WordKind.Stop;
        }

        return clauses.ToImmutable();
    }

    private static bool IsBreak(ImmutableArray<RequestWord> words, int at, int start) => words[at] switch
    {
        { Kind: WordKind.Stop or WordKind.Comma } => true,
        { Kind: WordKind.Word } word => at > start && Joins.Contains(word.Lower),
        _ => false,
    };

    private static Clause? Clause(ImmutableArray<RequestWord> all, int start, int end, bool isFirst, ImmutableArray<Clause>.Builder before)
    {
        var words = all[start..end].RemoveAll(word => word.Kind is WordKind.Stop or WordKind.Comma);
        if (words.IsEmpty)
        {
            return null;
        }

        var thing = Continues(words) && !isFirst;
        var asks = Questions.Contains(words[0].Lower);
        var weights = new double[words.Length];
        var references = ImmutableArray.CreateBuilder<RequestWord>();
        var weight = asks && before.Count > 0 && before[^1].Words.Any(word => word.Lower is "question" or "questions" or "answer") ? 0 : 1.0;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Kind is not (WordKind.Word or WordKind.Url or WordKind.Mail))
            {
                continue;
            }

            if (Sources.Contains(words[i].Lower))
            {
                weight = Math.Min(weight, SourceWeight);
            }

            var refers = IsReference(words, i);
            if (refers)
            {
                references.Add(words[i]);
            }

            weights[i] = refers ? Math.Min(weight, ReferenceWeight) : weight;
        }

        var (gives, takes) = ClauseMedia.Of(words);
        return new Clause
        {
            Number = before.Count,
            Words = words,
            Weights = [.. weights],
            IsThing = thing,
            Verb = asks && weight > 0 ? Question : thing && before.Count > 0 ? before[^1].Verb ?? First(before[^1]) : null,
            Order = Order(words, isFirst),
            IsContext = weight == 0 || IsContext(words) || (thing && before.Count > 0 && before[^1].IsContext),
            Gives = gives,
            Takes = takes,
            References = references.ToImmutable(),
            Points = words.Any(word => Results.Contains(word.Lower)),
        };
    }

    private static bool IsReference(ImmutableArray<RequestWord> words, int at) =>
        at > 0
        && at + 1 < words.Length
        && (words[at].Lower.EndsWith("ed", StringComparison.Ordinal) || words[at].Lower is "rewritten")
        && Definite.Contains(words[at - 1].Lower)
        && words[at + 1].Kind == WordKind.Word
        && !Lexicon.IsIdle(words[at + 1].Lower);

    /// <summary>Whether it goes on with a thing rather than with something to do.</summary>
    private static bool Continues(ImmutableArray<RequestWord> words)
    {
        var first = words.FirstOrDefault(word => !Joins.Contains(word.Lower));
        return first is not null && Determiners.Contains(first.Lower);
    }

    private static RequestWord? First(Clause clause) =>
        clause.Words.FirstOrDefault(word => word.Kind == WordKind.Word && !Lexicon.IsIdle(word.Lower) && !Joins.Contains(word.Lower));

    private static ClauseOrder Order(ImmutableArray<RequestWord> words, bool isFirst)
    {
        var points = words.Length > 1 && Pointers.Contains(words[1].Lower);
        return (words[0].Lower, isFirst) switch
        {
            ("after" or "once", false) when !points => ClauseOrder.Earlier,
            ("before", true) when !points => ClauseOrder.Later,
            ("before", true) => ClauseOrder.Told,
            _ => ClauseOrder.Told,
        };
    }

    private static bool IsContext(ImmutableArray<RequestWord> words)
    {
        var first = words.Where(word => !Joins.Contains(word.Lower)).Take(3).Select(word => word.Lower).ToList();
        if (words.Any(word => word.Kind == WordKind.Url))
        {
            return false;
        }

        return Reasons.Contains(words[0].Lower) || first switch
        {
            ["i" or "we", "have" or "ve" or "am" or "m" or "had" or "got" or "recently", ..] => !words.Any(word => word.Lower is "to") || first[1] is not "have",
            ["there", "is" or "are", ..] or ["here", "is" or "are", ..] or ["this" or "these", "is" or "are", ..] or ["it", "is" or "s", ..] => true,
            ["given", ..] or ["which" or "that", ..] => true,
            ["based" or "with" or "under" or "using" or "ensuring" or "including" or "such" or "for" or "at" or "on" or "from" or "during" or "if" or "so" or "where", ..] => true,
            ["my" or "the" or "his" or "her" or "our", ..] => words.Any(word => word.Lower is "is" or "are" or "was" or "has" or "will"),
            _ => false,
        };
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
