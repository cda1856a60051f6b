using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>Refuses tasks that wait for approval: they are skipped, and what needs their results too.</summary>
/// <param name="Version">The version of the plan that was rejected, as <see cref="Events.ApprovalAsked"/> named it.</param>
/// <param name="Reason">Why, for the user; 1 to <see cref="TurnCommand.MaxReason"/> characters.</param>
public sealed record RejectTasks(int Version, string Reason) : TurnCommand
{
    /// <summary>Which; empty for all that wait.</summary>
    public ImmutableArray<int> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];
}
