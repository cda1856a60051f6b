using Jarvis.Identity;

namespace Jarvis.Events;

/// <summary>The task began to run on a model.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Model">The model.</param>
/// <param name="Attempt">From 1.</param>
public sealed record TaskStarted(int Task, ModelId Model, int Attempt) : TaskEvent(Task);
