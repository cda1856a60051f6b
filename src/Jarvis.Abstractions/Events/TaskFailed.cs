using Jarvis.Errors;

namespace Jarvis.Events;

/// <summary>The task failed with every model that fits.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Error">What went wrong last.</param>
public sealed record TaskFailed(int Task, JarvisError Error) : TaskEvent(Task);
