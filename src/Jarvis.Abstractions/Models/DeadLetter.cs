namespace Jarvis.Models;

/// <summary>A request that is not tried any more, because models broke on it. It does not say whose it was: the log does.</summary>
/// <param name="TaskType">What was to be done.</param>
/// <param name="Reason">How the last model broke.</param>
/// <param name="At">When it was given up.</param>
public sealed record DeadLetter(string TaskType, string Reason, DateTimeOffset At);
