using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What the planning of a turn has come to since its last report.</summary>
/// <param name="Steps">New steps, in order.</param>
/// <param name="Finished">Whether it was the last report.</param>
/// <param name="Error">Why planning broke off; null when it did not.</param>
public sealed record PlanReport(ImmutableArray<PlanStep> Steps, bool Finished, JarvisError? Error = null)
{
    /// <summary>Whether it is of planning again, after tasks have failed.</summary>
    public bool IsReplan { get; init; }

    /// <summary>What became of files that are fetched before it is planned, since the last report.</summary>
    public ImmutableArray<Fetch> Fetches { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// What the proposed tasks would cost and do, by their numbers; empty where nothing has to be approved. A task that is not among them counts as one
    /// of which nothing is known.
    /// </summary>
    public ImmutableDictionary<int, TaskAppraisal> Appraisals { get; init => field = value ?? ImmutableDictionary<int, TaskAppraisal>.Empty; } =
        ImmutableDictionary<int, TaskAppraisal>.Empty;

    /// <summary>What planning has used of language models since its last report; null for nothing.</summary>
    public LanguageModelUsage? Used { get; init; }

    /// <summary>Which report it is; null of a host that does not say, whose reports are all taken.</summary>
    public ReportStamp? Stamp { get; init; }
}
