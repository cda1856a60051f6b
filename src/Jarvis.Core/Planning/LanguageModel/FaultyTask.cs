namespace Jarvis.Planning.LanguageModel;

/// <summary>A task that was not accepted.</summary>
/// <param name="Task">The task.</param>
/// <param name="Reason">Why not.</param>
internal sealed record FaultyTask(PlannedTask Task, string Reason)
{
    internal PartDropped ToDropped() => new(PlanText.Part(Task), Reason);
}
