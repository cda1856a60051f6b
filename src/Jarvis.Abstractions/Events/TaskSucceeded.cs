using Jarvis.Tasks;

namespace Jarvis.Events;

/// <summary>The task ended well.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Result">What it gave.</param>
public sealed record TaskSucceeded(int Task, TaskResult Result) : TaskEvent(Task);
