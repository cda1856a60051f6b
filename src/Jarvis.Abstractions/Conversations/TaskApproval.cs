using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A task that has to be approved before it runs.</summary>
/// <param name="Task">Its number in the plan.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record TaskApproval(int Task, string Reason)
{
    /// <summary>What it is likely to cost in US dollars; null where nobody can say.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The model that it is likely to run on; null where nobody can say.</summary>
    public ModelId? Model { get; init; }

    /// <summary>Its side effects.</summary>
    public ImmutableArray<string> SideEffects { get; init => field = value.IsDefault ? [] : value; } = [];
}
