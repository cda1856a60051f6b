namespace Jarvis.Events;

/// <summary>Planning began.</summary>
/// <param name="Planner">Which planner, for people.</param>
public sealed record PlanStarted(string Planner) : ConversationEvent;
