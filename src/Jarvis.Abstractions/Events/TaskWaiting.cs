namespace Jarvis.Events;

/// <summary>The task waits before it goes on, for another attempt or another model.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Reason">What it waits for.</param>
/// <param name="Delay">How long.</param>
public sealed record TaskWaiting(int Task, string Reason, TimeSpan Delay) : TaskEvent(Task);
