using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>Lets tasks run that wait for approval.</summary>
/// <param name="Version">The version of the plan that was approved, as <see cref="Events.ApprovalAsked"/> named it.</param>
public sealed record ApproveTasks(int Version) : TurnCommand
{
    /// <summary>Which; empty for all that wait.</summary>
    public ImmutableArray<int> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];
}
