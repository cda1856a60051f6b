using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Planning;

/// <summary>What running a task would cost and do, as far as can be said before it runs.</summary>
/// <param name="PricePerCall">What one call of the likely model usually costs, in US dollars; a task that maps makes a call for each value.</param>
/// <param name="SideEffects">The side effects of the likely model and of the task's type, each once, in ascending order.</param>
/// <param name="Model">The likely model: the one that fits best now; null where none fits.</param>
public sealed record TaskAppraisal(decimal PricePerCall, ImmutableArray<string> SideEffects, ModelId? Model = null)
{
    /// <summary>The side effects of the likely model and of the task's type, each once, in ascending order.</summary>
    public ImmutableArray<string> SideEffects { get; init => field = value.IsDefault ? [] : value; } = SideEffects.IsDefault ? [] : SideEffects;
}
