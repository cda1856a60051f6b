namespace Jarvis.Planning;

/// <summary>Text written in the plan itself.</summary>
/// <param name="Text">The text.</param>
public sealed record TextArgument(string Text) : Argument;
