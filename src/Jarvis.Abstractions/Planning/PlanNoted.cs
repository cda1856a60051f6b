namespace Jarvis.Planning;

/// <summary>Something that the user should know of the planning, such as that it was done without a language model.</summary>
/// <param name="Text">One sentence.</param>
public sealed record PlanNoted(string Text) : PlanStep;
