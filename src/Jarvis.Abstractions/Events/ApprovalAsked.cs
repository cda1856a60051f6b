namespace Jarvis.Events;

/// <summary>The turn waits until somebody approves.</summary>
/// <param name="Reason">What needs approval.</param>
public sealed record ApprovalAsked(string Reason) : ConversationEvent;
