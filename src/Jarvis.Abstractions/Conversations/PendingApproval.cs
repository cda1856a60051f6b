using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>What a turn waits for somebody to approve.</summary>
/// <param name="Version">The version of the plan that is asked about; whoever decides names it.</param>
/// <param name="Tasks">The tasks that wait, in plan order.</param>
public sealed record PendingApproval(int Version, ImmutableArray<TaskApproval> Tasks);
