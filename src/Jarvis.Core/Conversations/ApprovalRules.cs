using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>When somebody has to be asked.</summary>
internal static class ApprovalRules
{
    /// <summary>What is asked about a task, or null where nobody has to be.</summary>
    /// <param name="policy">What is to be approved.</param>
    /// <param name="task">The task's number.</param>
    /// <param name="appraisal">What it would cost and do; null where nobody knows.</param>
    /// <param name="items">How often it runs.</param>
    internal static TaskApproval? Ask(this ApprovalPolicy policy, int task, TaskAppraisal? appraisal, int items)
    {
        if (Why(policy, appraisal, items) is not { } reason)
        {
            return null;
        }

        return new TaskApproval(task, reason)
        {
            Cost = appraisal?.PricePerCall * items,
            Model = appraisal?.Model,
            SideEffects = appraisal?.SideEffects ?? [],
        };
    }

    /// <summary>Whether nobody has to be asked for what would cost and do this.</summary>
    internal static bool Allows(this ApprovalPolicy policy, TaskAppraisal appraisal, int items) => Why(policy, appraisal, items) is null;

    private static string? Why(ApprovalPolicy policy, TaskAppraisal? appraisal, int items)
    {
        if (policy.WholePlan)
        {
            return "The whole plan is to be approved.";
        }

        if (appraisal is null)
        {
            return "Nobody can say what it costs and does.";
        }

        var on = appraisal.Model is { } model ? $" on {model}" : "";
        if (appraisal.PricePerCall * items > policy.AboveCost)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"It may cost ${appraisal.PricePerCall * items}{on}, more than ${policy.AboveCost}.");
        }

        ImmutableArray<string> named = [.. appraisal.SideEffects.Where(effect => policy.SideEffects.Contains(effect, StringComparer.Ordinal))];
        return named.IsEmpty ? null : $"It has the side effect {PlanText.List(named, "and")}{on}.";
    }
}
