using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;

namespace Jarvis.Evaluation;

/// <summary>
/// Measures a planner against right plans, as TaskBench does (Shen et al., arXiv 2311.18760). Where nothing is predicted, all is missed; the
/// published scorers leave such requests out, so that number is given beside it.
/// </summary>
/// <param name="folder">The tools.</param>
/// <param name="options">How.</param>
/// <param name="time">Measures how long planning takes.</param>
public sealed class PlanEvaluation(ToolFolder folder, EvaluationOptions options, TimeProvider time)
{
    private const int MaxFailures = 5;

    private static readonly ImmutableArray<string> Structures = ["single", "chain", "dag"];

    /// <summary>Plans every request of the folder and scores the plans.</summary>
    /// <param name="planner">Makes the planner over the folder's tools; the meters count what it uses of language models.</param>
    /// <param name="progress">Is told how many requests are done, of all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">A file cannot be read, or there is no row in any.</exception>
    public async Task<DomainReport> RunAsync(
        Func<TaskTypeCatalog, LanguageModelMeters, IPlanner> planner, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var (rows, bad) = Read();
        var meters = new LanguageModelMeters(Microsoft.Extensions.Options.Options.Create(new LanguageModelOptions()));
        var used = planner(folder.Catalog, meters);
        var outcomes = new RowOutcome[rows.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(options.Parallelism, 1, 64), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, rows.Length, parallel, async (at, stop) =>
        {
            outcomes[at] = await PlanAsync(used, rows[at], at, meters, stop).ConfigureAwait(false);
            progress?.Invoke(Interlocked.Increment(ref done), rows.Length);
        }).ConfigureAwait(false);
        return Report(used.Name, outcomes, bad);
    }

    private (ImmutableArray<GoldRow> Rows, ImmutableArray<BadRow> Bad) Read()
    {
        var reader = new GoldReader(folder);
        var rows = ImmutableArray.CreateBuilder<GoldRow>();
        var bad = ImmutableArray.CreateBuilder<BadRow>();
        foreach (var (row, fault) in reader.Files().SelectMany(reader.Read))
        {
            if (row is not null)
            {
                rows.Add(row);
            }
            else
            {
                bad.Add(fault!);
            }

            if (rows.Count == options.Limit)
            {
                break;
            }
        }

        if (rows.Count == 0)
        {
            var why = bad.Count == 0 ? "there is no *.jsonl file with rows in it" : $"{bad[0].File} line {bad[0].Line}: {bad[0].Reason}";
            throw Error.InvalidRequest($"{folder.Path} has no request with a right plan: {why}");
        }

        return (rows.ToImmutable(), bad.ToImmutable());
    }

    private async Task<RowOutcome> PlanAsync(IPlanner planner, GoldRow row, int at, LanguageModelMeters meters, CancellationToken stop)
    {
        var turn = new ConversationId(TenantId.Local, "evaluation").Turn(at + 1);
        var meter = meters.Of(turn);
        var files = NamedFiles.Of(row.Request);
        var start = time.GetTimestamp();
        var tasks = new List<PlannedTask>();
        string? failure = null;
        try
        {
            await foreach (var step in planner.PlanAsync(new PlanningRequest(turn, row.Request) { Attachments = files }, stop).ConfigureAwait(false))
            {
                if (step is TaskProposed proposed)
                {
                    tasks.Add(proposed.Task);
                }
            }
        }
        catch (JarvisException failed)
        {
            failure = failed.Message;
        }

        var plan = new PredictedPlan(folder, files).Of(tasks);
        var duration = time.GetElapsedTime(start);
        return plan.Nodes.IsEmpty
            ? new RowOutcome(row, null, failure ?? "The planner found nothing to do.", duration, meter.Total)
            : new RowOutcome(row, plan, null, duration, meter.Total);
    }

    private DomainReport Report(string planner, RowOutcome[] outcomes, ImmutableArray<BadRow> bad) => new(
        folder.Name,
        planner,
        folder.Catalog.Types.Length,
        [
            Group("overall", outcomes),
            .. from structure in Structures
               let some = outcomes.Where(outcome => outcome.Row.Structure == structure).ToList()
               where some.Count > 0
               select Group(structure, some),
        ],
        bad.Length,
        [.. bad.Take(options.BadRowSamples)],
        [.. outcomes.Select(outcome => outcome.Failure).OfType<string>().CountBy(failure => failure).OrderByDescending(pair => pair.Value)
            .Take(MaxFailures).Select(pair => new FailureCount(pair.Key, pair.Value))],
        outcomes.Aggregate(TimeSpan.Zero, (sum, outcome) => sum + outcome.Duration),
        outcomes.Aggregate(LanguageModelUsage.None, (sum, outcome) => sum + outcome.Usage));

    private static ScoredGroup Group(string name, IEnumerable<RowOutcome> outcomes)
    {
        var (all, answered) = (PlanScore.None, PlanScore.None);
        foreach (var outcome in outcomes)
        {
            var score = PlanScore.Of(outcome.Plan ?? ToolPlan.Empty, outcome.Row);
            all += score;
            answered += outcome.Plan is null ? PlanScore.None : score;
        }

        return new ScoredGroup(name, all, answered);
    }
}
