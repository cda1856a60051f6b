namespace Jarvis.Planning.LanguageModel;

/// <summary>A task as a language model wrote it.</summary>
/// <param name="Task">The task, not yet validated.</param>
/// <param name="Fault">What is wrong with how it is written, though a task could be made of it; null where nothing is.</param>
internal sealed record WrittenTask(PlannedTask Task, string? Fault = null);
