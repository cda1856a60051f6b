using System.Collections.Immutable;

namespace Jarvis.Gateway.Console.Plans;

/// <summary>A line from a task to one that needs it.</summary>
/// <param name="From">The task that goes first.</param>
/// <param name="To">The task that needs it.</param>
/// <param name="IsOrder">Whether the other only waits for its end and takes nothing of it.</param>
/// <param name="Points">Where it goes through, in order.</param>
internal sealed record PlanGraphEdge(int From, int To, bool IsOrder, ImmutableArray<(double X, double Y)> Points);
