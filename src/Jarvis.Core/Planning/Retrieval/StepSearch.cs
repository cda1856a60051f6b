using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>
/// Chooses at most one tool for each clause so that all together fit best: each its clause, and each what the steps before it give. A beam
/// search, as GNN4TaskPlan's baseline over the tool graph (Wu et al., NeurIPS 2024), but the edges are the kinds that tools take and give.
/// </summary>
/// <param name="index">The tools.</param>
/// <param name="scorer">How well a tool fits a clause.</param>
/// <param name="weights">What counts how much.</param>
internal sealed class StepSearch(ToolIndex index, ToolScorer scorer, RetrievalWeights weights)
{
    private const int Beam = 12;
    private const int Candidates = 6;

    /// <summary>The steps of a plan, in the order in which they are done.</summary>
    /// <param name="clauses">What is asked, in the order in which it is to be done.</param>
    /// <param name="given">The kinds of what the request brings.</param>
    internal ImmutableArray<Step> Find(ImmutableArray<Clause> clauses, ImmutableArray<MediaKind> given)
    {
        List<Partial> beam = [new([], 0)];
        var topic = scorer.Topic(clauses);
        foreach (var clause in clauses)
        {
            var candidates = Best(clause, topic);
            if (candidates.Count == 0)
            {
                continue;
            }

            beam = [.. beam
                .SelectMany(partial => candidates.Select(step => partial.With(step, Gain(partial, step, given))).Prepend(partial))
                .OrderByDescending(partial => partial.Score)
                .Take(Beam)];
        }

        return beam[0].Steps;
    }

    private List<Step> Best(Clause clause, double[] topic)
    {
        var threshold = index.IsTyped ? weights.Threshold : weights.UntypedThreshold;
        var share = index.IsTyped ? weights.Topic : weights.UntypedTopic;
        var scores = scorer.Score(clause);
        return [.. index.Tools
            .Where(tool => scores[tool.Number] > 0)
            .Select(tool => new Step(tool, clause, scores[tool.Number] + scorer.Media(clause, tool) + (share * topic[tool.Number]) - threshold))
            .Where(step => step.Score > -1)
            .OrderByDescending(step => step.Score)
            .ThenBy(step => step.Tool.Number)
            .Take(Candidates)];
    }

    private double Gain(Partial partial, Step step, ImmutableArray<MediaKind> given)
    {
        if (partial.Steps.Any(earlier => earlier.Tool == step.Tool))
        {
            return Math.Max(0, step.Score) * weights.Again;
        }

        var score = step.Score - (weights.Alike * partial.Steps.Select(earlier => scorer.Alike(step.Tool, earlier.Tool)).DefaultIfEmpty(0).Max());
        if (step.Tool.Takes.IsEmpty)
        {
            return score;
        }

        var takes = step.Tool.Takes;
        var made = partial.Steps.SelectMany(earlier => earlier.Tool.Gives).ToList();
        if (!partial.Steps.IsEmpty && partial.Steps[^1].Tool.Gives.Any(takes.Contains))
        {
            score += weights.Flow;
        }

        // Text is always there: the request's own words.
        var files = takes.Where(kind => kind != MediaKind.Text).ToList();
        score += files.Any(kind => given.Contains(kind) || made.Contains(kind)) ? weights.Ready : 0;
        return files.All(kind => given.Contains(kind) || made.Contains(kind) || step.Clause.Takes.Contains(kind)) ? score : score - weights.NoFlow;
    }

    private sealed record Partial(ImmutableArray<Step> Steps, double Score)
    {
        internal Partial With(Step step, double gain) =>
            new(Steps.Any(earlier => earlier.Tool == step.Tool) ? Steps : Steps.Add(step), Score + gain);
    }
}
