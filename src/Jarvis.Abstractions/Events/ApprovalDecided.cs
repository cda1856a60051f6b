using System.Collections.Immutable;

namespace Jarvis.Events;

/// <summary>Somebody decided about tasks that waited.</summary>
/// <param name="Approved">Whether they may run.</param>
/// <param name="Tasks">Their numbers in the plan.</param>
/// <param name="Reason">Why they were rejected; null where they were approved.</param>
public sealed record ApprovalDecided(bool Approved, ImmutableArray<int> Tasks, string? Reason = null) : ConversationEvent;
