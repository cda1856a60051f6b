using System.Collections.Immutable;

namespace Jarvis.Evaluation;

/// <summary>A node of a tool plan.</summary>
/// <param name="Tool">The tool's name, as the data writes it.</param>
/// <param name="Parameters">What it is given.</param>
public sealed record ToolNode(string Tool, ImmutableArray<ToolParameter> Parameters);
