namespace Jarvis.Gateway.Console.Plans;

/// <summary>Where a task is drawn.</summary>
/// <param name="Task">Its number in the plan.</param>
/// <param name="Layer">How many tasks are on the longest way to it.</param>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
internal sealed record PlanGraphNode(int Task, int Layer, double X, double Y);
