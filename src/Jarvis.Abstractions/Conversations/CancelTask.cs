namespace Jarvis.Conversations;

/// <summary>
/// Stops one task; what needs its result is skipped, and the turn is answered from the rest. Does nothing to a task that has ended.
/// </summary>
/// <param name="Task">Its number in the plan.</param>
public sealed record CancelTask(int Task) : TurnCommand;
