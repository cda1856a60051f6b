using System.Collections.Immutable;
using Jarvis.Conversations;

namespace Jarvis.Events;

/// <summary>The turn waits until somebody approves. It replaces what was asked before.</summary>
/// <param name="Reason">What needs approval.</param>
public sealed record ApprovalAsked(string Reason) : ConversationEvent
{
    /// <summary>The version of the plan that is asked about; whoever decides names it.</summary>
    public int Version { get; init; }

    /// <summary>All tasks that wait, in plan order.</summary>
    public ImmutableArray<TaskApproval> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];
}
