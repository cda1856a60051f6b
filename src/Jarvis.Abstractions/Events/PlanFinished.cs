using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Events;

/// <summary>The plan is complete.</summary>
/// <param name="Tasks">How many tasks it has.</param>
/// <param name="Dropped">What was asked and not planned, with the reasons.</param>
/// <param name="Notes">What the user should know of the planning.</param>
public sealed record PlanFinished(int Tasks, ImmutableArray<PartDropped> Dropped, ImmutableArray<string> Notes) : ConversationEvent
{
    /// <summary>Whether it is the plan that replaces what failed tasks were needed for; then all that is told is of it alone.</summary>
    public bool IsReplan { get; init; }
}
