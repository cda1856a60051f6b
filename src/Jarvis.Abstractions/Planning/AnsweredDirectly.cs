namespace Jarvis.Planning;

/// <summary>The request needs no task: this is the answer.</summary>
/// <param name="Text">The answer, in Markdown.</param>
public sealed record AnsweredDirectly(string Text) : PlanStep;
