namespace Jarvis.Events;

/// <summary>
/// The task is run again, because somebody asked for it or for one that it needs. What was told of it before is past; what comes has the number of
/// this <see cref="TaskEvent.Retry"/>.
/// </summary>
/// <param name="Task">The task's number in the plan.</param>
public sealed record TaskRetried(int Task) : TaskEvent(Task);
