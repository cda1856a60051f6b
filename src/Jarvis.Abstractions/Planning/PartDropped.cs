namespace Jarvis.Planning;

/// <summary>A part of the request that will not be done.</summary>
/// <param name="Part">What it was, in the words of the request or as a task type.</param>
/// <param name="Reason">Why not, and what to do about it.</param>
public sealed record PartDropped(string Part, string Reason) : PlanStep;
