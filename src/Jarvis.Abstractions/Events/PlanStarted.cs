namespace Jarvis.Events;

/// <summary>Planning began.</summary>
/// <param name="Planner">Which planner, for people.</param>
public sealed record PlanStarted(string Planner) : ConversationEvent
{
    /// <summary>Whether it is planned again what failed tasks were needed for; the first plan of the turn goes on beside it.</summary>
    public bool IsReplan { get; init; }
}
