namespace Jarvis.Conversations;

/// <summary>
/// Runs a task again that failed, was cancelled or was rejected, with what was skipped because of it. What succeeded is used as it is. A turn that
/// has ended is opened again, with a time of its own, and answered anew. Does nothing to a task that has not ended.
/// </summary>
/// <param name="Task">Its number in the plan.</param>
public sealed record RetryTask(int Task) : TurnCommand;
