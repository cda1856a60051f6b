namespace Jarvis.Evaluation;

/// <summary>That a tool takes another's result, or follows it.</summary>
/// <param name="Source">The name of the tool that comes first.</param>
/// <param name="Target">The name of the tool that comes after it.</param>
public sealed record ToolLink(string Source, string Target);
