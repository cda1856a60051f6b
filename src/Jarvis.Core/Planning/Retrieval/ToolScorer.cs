using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>Says how well each tool does what a clause asks.</summary>
/// <param name="index">The tools.</param>
/// <param name="weights">What counts how much.</param>
internal sealed class ToolScorer(ToolIndex index, RetrievalWeights weights)
{
    /// <summary>A score for each tool; 0 for those that share no word with the clause.</summary>
    internal double[] Score(Clause clause)
    {
        var scores = new double[index.Tools.Length];
        var named = new double[index.Tools.Length];
        var all = 0.0;
        var word = new double[index.Tools.Length];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (clause.Verb is { } verb)
        {
            Add([verb], 0, verb.End > 0 ? weights.InheritedVerb : 1, scores, named, word);
        }

        for (var at = 0; at < clause.Words.Length; at++)
        {
            if (clause.Weights[at] > 0 && seen.Add(clause.Words[at].Stem))
            {
                Add(clause.Words, at, clause.Weights[at], scores, named, word);
                all += Lexicon.IsIdle(clause.Words[at].Lower) ? 0 : clause.Weights[at] * index.Rarity(clause.Words[at].Stem);
            }
        }

        for (var tool = 0; tool < scores.Length; tool++)
        {
            if (scores[tool] > 0)
            {
                var cover = index.NameWeight(tool) > 0 ? Math.Min(1, named[tool] / index.NameWeight(tool)) : 0;
                scores[tool] *= 1 - weights.NameCover + (weights.NameCover * cover);
                scores[tool] += all > 0 ? weights.ClauseCover * Math.Min(1, named[tool] / all) : 0;
                scores[tool] *= clause.IsContext ? weights.Context : clause.IsThing ? weights.Thing : 1;
            }
        }

        return scores;
    }

    /// <summary>What the kinds of media say for or against a tool.</summary>
    internal double Media(Clause clause, Tool tool)
    {
        if (!tool.IsTyped)
        {
            return 0;
        }

        var score = 0.0;
        if (clause.Gives is { } gives && !tool.Gives.IsEmpty)
        {
            score += tool.Gives.Contains(gives) ? weights.GivesFit : -weights.GivesMisfit;
        }

        if (!clause.Takes.IsEmpty && !tool.Takes.IsEmpty)
        {
            score += clause.Takes.Any(kind => Fits(tool, kind)) ? weights.TakesFit : -weights.TakesMisfit;
        }

        if (clause.Gives is { } wanted && tool.Gives.Contains(wanted) && index.IsConverter(tool.Number)
            && (clause.Takes.IsEmpty || clause.Takes.Any(kind => Fits(tool, kind))))
        {
            score += weights.Converts;
        }

        return clause.IsContext ? Math.Min(0, score) : score;
    }

    /// <summary>How much of what a tool's name tells another's tells too, from 0 to 1; 0 where they take or give other kinds.</summary>
    internal double Alike(Tool tool, Tool other)
    {
        if (!tool.Gives.SequenceEqual(other.Gives) || index.NameWeight(tool.Number) == 0)
        {
            return 0;
        }

        var shared = index.Names[tool.Number].Where(index.Names[other.Number].Contains).Sum(index.Rarity);
        return Math.Min(1, shared / index.NameWeight(tool.Number));
    }

    /// <summary>How much of each tool's name the whole request speaks of, from 0 to 1.</summary>
    internal double[] Topic(ImmutableArray<Clause> clauses)
    {
        var met = new double[index.Tools.Length];
        var best = new double[index.Tools.Length];
        foreach (var stem in clauses.SelectMany(clause => clause.Words).Where(word => !Lexicon.IsIdle(word.Lower)).Select(word => word.Stem).Distinct())
        {
            Array.Clear(best);
            Keep(index.WithStem(stem), index.Rarity(stem), best);
            for (var tool = 0; tool < best.Length; tool++)
            {
                met[tool] += index.Names[tool].Contains(stem) ? best[tool] : 0;
            }
        }

        for (var tool = 0; tool < met.Length; tool++)
        {
            met[tool] = index.NameWeight(tool) > 0 ? met[tool] / index.NameWeight(tool) : 0;
        }

        return met;
    }

    private static bool Fits(Tool tool, MediaKind kind) =>
        tool.Takes.Contains(kind) || (kind is MediaKind.Document && tool.Takes.Any(takes => takes is MediaKind.Image or MediaKind.Text));

    private void Add(ImmutableArray<RequestWord> words, int at, double weight, double[] scores, double[] named, double[] best)
    {
        Array.Clear(best);
        if (!Lexicon.IsIdle(words[at].Lower))
        {
            var stem = words[at].Stem;
            Keep(index.WithStem(stem), index.Rarity(stem), best);
            Keep(best, Lexicon.Meaning.GetValueOrDefault(stem, []), IsKind(stem));
        }

        var expression = words[at].Stem;
        for (var next = at + 1; next < words.Length && next < at + Lexicon.MaxExpression && words[next].Kind == WordKind.Word; next++)
        {
            expression += $" {words[next].Stem}";
            Keep(best, Lexicon.Meaning.GetValueOrDefault(expression, []), false);
        }

        for (var tool = 0; tool < best.Length; tool++)
        {
            if (best[tool] > 0)
            {
                scores[tool] += best[tool] * weight;
                named[tool] += best[tool] * weight;
            }
        }
    }

    private bool IsKind(string stem) => index.IsTyped && Lexicon.KindOf(stem) is not null;

    private void Keep(double[] best, ImmutableArray<int> meanings, bool isKind)
    {
        foreach (var meaning in meanings)
        {
            var postings = index.WithMeaning(meaning);
            Keep(postings, index.Rarity(postings.Length) * weights.Meaning * (isKind ? weights.KindMeaning : 1), best);
        }
    }

    private static void Keep(ImmutableArray<Posting> postings, double rarity, double[] best)
    {
        foreach (var (tool, weight) in postings)
        {
            best[tool] = Math.Max(best[tool], weight * rarity);
        }
    }
}
