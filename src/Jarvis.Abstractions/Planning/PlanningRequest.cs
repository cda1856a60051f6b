using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Planning;

/// <summary>All that a planner plans from.</summary>
/// <param name="Turn">The turn that is planned.</param>
/// <param name="Request">What the user asked. Hostile, like all that comes from outside.</param>
public sealed record PlanningRequest(TurnId Turn, string Request)
{
    /// <summary>The turn's attachments, in the user's order.</summary>
    public ImmutableArray<Resource> Attachments { get; init; } = [];

    /// <summary>Earlier turns, oldest first.</summary>
    public ImmutableArray<PastTurn> History { get; init; } = [];

    /// <summary>What the turns before those were about, in short; empty where there are none or nobody has said.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What has come of the plan so far, where failed tasks are to be planned around; null for the first plan of a turn.</summary>
    public FailedPlan? Failed { get; init; }

    /// <summary>
    /// The tasks of this turn's first plan that run already because planning was broken off, in plan order: only the rest is to be planned.
    /// A planner that plans all again may ignore them: a task whose number is taken is not planned twice. Empty for a new plan.
    /// </summary>
    public ImmutableArray<PlannedTask> Planned { get; init; } = [];

    /// <summary>The models of the catalog, with whether they can run.</summary>
    public ImmutableArray<ModelStatus> Models { get; init; } = [];

    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }

    /// <summary>Told what is used of language models for it, as soon as it is known; null where nobody counts.</summary>
    public IProgress<LanguageModelUsage>? Usage { get; init; }
}
