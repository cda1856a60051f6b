namespace Jarvis.Evaluation;

/// <summary>What a gold or predicted plan gives to a tool.</summary>
/// <param name="Name">The parameter, where tools have parameters; else what kind the value is: <c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c>.</param>
/// <param name="Value">The value; of another tool's result, that tool's name.</param>
public sealed record ToolParameter(string Name, string Value);
