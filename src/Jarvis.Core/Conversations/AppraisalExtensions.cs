using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Pricing;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What a model is known to cost and do.</summary>
internal static class AppraisalExtensions
{
    /// <summary>What a task of a type costs and does on a model.</summary>
    /// <param name="status">The model.</param>
    /// <param name="type">The task type; null where it is not known.</param>
    /// <param name="price">What one run costs in US dollars; null where it is not known yet what goes in.</param>
    internal static TaskAppraisal Appraise(this ModelStatus status, TaskType? type, decimal? price = null)
    {
        var card = status.Card;
        var effects = card.SideEffects.Concat(type?.SideEffects ?? []);
        // Neither is left to what a card says of itself.
        var usual = RunPrice.Usual(card);
        effects = usual > 0 ? effects.Append(SideEffects.Pays) : effects;
        effects = card.Device == DeviceKind.Remote || status.Device == DeviceId.Remote ? effects.Append(SideEffects.Sends) : effects;
        return new TaskAppraisal(price ?? usual, [.. effects.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], card.Id);
    }
}
