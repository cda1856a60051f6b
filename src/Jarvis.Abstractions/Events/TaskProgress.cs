namespace Jarvis.Events;

/// <summary>The task got further.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Fraction">How much is done, from 0 to 1.</param>
public sealed record TaskProgress(int Task, double Fraction) : TaskEvent(Task);
