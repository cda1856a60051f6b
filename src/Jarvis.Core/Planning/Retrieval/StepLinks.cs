using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>
/// Joins steps. Where tools say what they take and give, a step takes the result that its clause speaks of, or the newest that fits. Where
/// they do not, steps follow each other.
/// </summary>
/// <param name="index">The tools.</param>
internal sealed class StepLinks(ToolIndex index)
{
    /// <summary>For each step, the places of the steps that it takes results of or follows.</summary>
    internal ImmutableArray<ImmutableArray<int>> Of(ImmutableArray<Step> steps)
    {
        var links = ImmutableArray.CreateBuilder<ImmutableArray<int>>(steps.Length);
        for (var at = 0; at < steps.Length; at++)
        {
            links.Add(at == 0 ? [] : index.IsTyped ? Producers(steps, at, links) : [at - 1]);
        }

        return links.MoveToImmutable();
    }

    private ImmutableArray<int> Producers(ImmutableArray<Step> steps, int at, ImmutableArray<ImmutableArray<int>>.Builder links)
    {
        var step = steps[at];
        var open = step.Tool.Takes.ToList();
        foreach (var media in step.Clause.Words.Where(word => word.Kind == WordKind.File).Select(word => word.Media).OfType<MediaKind>())
        {
            if (open.Count > 1 || !step.Clause.Points)
            {
                open.Remove(media);
            }
        }

        var found = new List<int>();
        Take(Referred(steps, at), open, steps, found);
        if (found.Count == 0)
        {
            for (var earlier = at - 1; earlier >= 0 && found.Count == 0; earlier--)
            {
                Take(earlier, open, steps, found);
            }
        }

        // Text beside a file or a result is an instruction, which the request gives.
        open.RemoveAll(kind => kind == MediaKind.Text);
        for (var earlier = at - 1; earlier >= 0 && open.Count > 0 && found.Count > 0; earlier--)
        {
            if (!links.Any(used => used.Contains(earlier)) && !found.Contains(earlier))
            {
                Take(earlier, open, steps, found);
            }
        }

        return [.. found.Order()];
    }

    private static void Take(int? producer, List<MediaKind> open, ImmutableArray<Step> steps, List<int> found)
    {
        if (producer is { } place && steps[place].Tool.Gives.FirstOrDefault(open.Contains, (MediaKind)(-1)) is var kind && open.Remove(kind))
        {
            found.Add(place);
        }
    }

    /// <summary>The step that made what the clause speaks of as made: <c>the translated text</c>.</summary>
    private int? Referred(ImmutableArray<Step> steps, int at)
    {
        var (best, score) = (default(int?), 0.0);
        foreach (var word in step(at).Clause.References)
        {
            for (var earlier = 0; earlier < at; earlier++)
            {
                var tool = step(earlier).Tool.Number;
                var s = index.WithStem(word.Stem).Concat(Lexicon.Meaning.GetValueOrDefault(word.Stem, []).SelectMany(meaning => index.WithMeaning(meaning)))
                    .Where(posting => posting.Tool == tool).Select(posting => posting.Weight).DefaultIfEmpty(0).Max();
                if (s >= score && s > 0.4)
                {
                    (best, score) = (earlier, s);
                }
            }
        }

        return best;

        Step step(int place) => steps[place];
    }
}
