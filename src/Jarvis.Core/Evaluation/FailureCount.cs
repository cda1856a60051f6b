namespace Jarvis.Evaluation;

/// <summary>Why nothing was predicted, and how often.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">For how many requests.</param>
public sealed record FailureCount(string Reason, int Count);
