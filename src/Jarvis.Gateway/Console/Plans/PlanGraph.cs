using System.Collections.Immutable;

namespace Jarvis.Gateway.Console.Plans;

/// <summary>Where the parts of a plan are drawn.</summary>
/// <param name="Width">Of all of it, in pixels.</param>
/// <param name="Height">Of all of it, in pixels.</param>
/// <param name="Nodes">Its tasks, from left to right and from top to bottom.</param>
/// <param name="Edges">What needs what.</param>
internal sealed record PlanGraph(double Width, double Height, ImmutableArray<PlanGraphNode> Nodes, ImmutableArray<PlanGraphEdge> Edges);
