using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Answers;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>One turn of a conversation.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Request">What the user asked.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Answer">What was answered, or null.</param>
/// <param name="Resources">What the user attached and what was made, in that order.</param>
public sealed record TurnSummary(
    int Number,
    string Request,
    TurnStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Answer? Answer,
    ImmutableArray<Resource> Resources)
{
    /// <summary>What it waits for somebody to approve; null for nothing.</summary>
    public PendingApproval? Approval { get; init; }

    /// <summary>What it has used so far.</summary>
    public TurnUsage Usage { get; init => field = value ?? TurnUsage.None; } = TurnUsage.None;
}
