using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Planning;

/// <summary>Checks a whole plan at once, by the rules of <see cref="PlanDraft"/>.</summary>
public static class PlanValidator
{
    /// <summary>Keeps what is valid of a plan.</summary>
    /// <param name="plan">The plan, from anywhere.</param>
    /// <param name="catalog">The task types that may be used.</param>
    /// <param name="resources">The resources that may be named.</param>
    /// <param name="limits">How big the plan may be.</param>
    /// <param name="dropped">What is not valid, with reasons.</param>
    /// <returns>The valid tasks, each after all that it refers to.</returns>
    public static Plan Validate(
        Plan plan,
        TaskTypeCatalog catalog,
        IEnumerable<Resource> resources,
        PlanLimits limits,
        out ImmutableArray<PartDropped> dropped)
    {
        var draft = PlanDraft.Create(catalog, resources, limits);
        foreach (var task in plan.Tasks)
        {
            draft = draft.Add(task, out _);
        }

        return new Plan(draft.Finish(out dropped).Tasks);
    }
}
