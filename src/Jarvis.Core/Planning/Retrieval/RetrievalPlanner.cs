using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>
/// Plans over any catalog from the names, descriptions and ports of its task types, without phrases written for them and without a language
/// model: retrieval of the task type that each clause of the request asks for, and links by what they take and give. For the tools that
/// users bring; the built-in types have phrases (<see cref="Offline.OfflinePlanner"/>). The same request always makes the same plan.
/// </summary>
public sealed class RetrievalPlanner : IPlanner
{
    private readonly ToolIndex _index;
    private readonly StepSearch _search;
    private readonly StepLinks _links;

    /// <summary>Creates a planner.</summary>
    /// <param name="catalog">The task types that may be used.</param>
    public RetrievalPlanner(TaskTypeCatalog catalog)
        : this(catalog, new RetrievalWeights())
    {
    }

    internal RetrievalPlanner(TaskTypeCatalog catalog, RetrievalWeights weights)
    {
        _index = new ToolIndex(catalog);
        _search = new StepSearch(_index, new ToolScorer(_index, weights), weights);
        _links = new StepLinks(_index);
    }

    /// <inheritdoc/>
    public string Name => "offline";

    /// <inheritdoc/>
    public IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Plan(request).ToAsyncEnumerable<PlanStep>();
    }

    internal IEnumerable<TaskProposed> Plan(PlanningRequest request)
    {
        var words = RequestWords.Read(request.Request);
        var clauses = InOrder(ClauseReader.Read(words));
        var steps = _search.Find(clauses, Given(words, clauses, request));
        var links = _links.Of(steps);
        var arguments = new ArgumentFinder(request.Request, words, request.Attachments);
        return steps.Select((_, at) => new TaskProposed(arguments.Fill(steps, at, links[at])));
    }

    /// <summary>The clauses in the order in which what they ask is to be done.</summary>
    internal static ImmutableArray<Clause> InOrder(ImmutableArray<Clause> told)
    {
        var clauses = told.ToBuilder();
        for (var at = 0; at < clauses.Count; at++)
        {
            if (clauses[at].Order == ClauseOrder.Earlier && at > 0)
            {
                (clauses[at - 1], clauses[at]) = (clauses[at], clauses[at - 1]);
            }
            else if (clauses[at].Order == ClauseOrder.Later && at + 1 < clauses.Count)
            {
                (clauses[at], clauses[at + 1]) = (clauses[at + 1], clauses[at]);
                at++;
            }
        }

        return clauses.ToImmutable();
    }

    private static ImmutableArray<MediaKind> Given(ImmutableArray<RequestWord> words, ImmutableArray<Clause> clauses, PlanningRequest request) =>
    [
        .. words.Select(word => word.Kind == WordKind.Url ? MediaKind.Data : word.Media ?? (word.Kind == WordKind.Quote ? MediaKind.Text : null)).OfType<MediaKind>()
            .Concat(clauses.Where(clause => clause.IsContext).SelectMany(clause => clause.Gives is { } had ? clause.Takes.Add(had) : clause.Takes))
            .Concat(request.Attachments.Select(resource => resource.Kind).OfType<MediaKind>())
            .Distinct(),
    ];
}
