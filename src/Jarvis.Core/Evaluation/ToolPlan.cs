using System.Collections.Immutable;

namespace Jarvis.Evaluation;

/// <summary>A plan by the names of its tools, as TaskBench writes them (Shen et al., arXiv 2311.18760).</summary>
/// <param name="Nodes">The tools.</param>
/// <param name="Links">How they are joined.</param>
public sealed record ToolPlan(ImmutableArray<ToolNode> Nodes, ImmutableArray<ToolLink> Links)
{
    /// <summary>No tool.</summary>
    public static ToolPlan Empty { get; } = new([], []);
}
