using Jarvis.Errors;

namespace Jarvis.Events;

/// <summary>The task was not started.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Error">Why.</param>
public sealed record TaskSkipped(int Task, JarvisError Error) : TaskEvent(Task);
