namespace Jarvis.Planning;

/// <summary>A task to run. It may refer to tasks that are proposed later: it waits for them.</summary>
/// <param name="Task">The task, not yet validated.</param>
public sealed record TaskProposed(PlannedTask Task) : PlanStep;
