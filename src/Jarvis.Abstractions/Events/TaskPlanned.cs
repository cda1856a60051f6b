using Jarvis.Planning;

namespace Jarvis.Events;

/// <summary>A task of the plan is valid and will run when what it depends on has finished.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Planned">The task.</param>
public sealed record TaskPlanned(int Task, PlannedTask Planned) : TaskEvent(Task);
