namespace Jarvis.Planning.Retrieval;

/// <summary>A tool that a request needs.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Clause">What asks for it.</param>
/// <param name="Score">How well it fits.</param>
internal sealed record Step(Tool Tool, Clause Clause, double Score);
