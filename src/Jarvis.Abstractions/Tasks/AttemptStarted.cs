namespace Jarvis.Tasks;

/// <summary>The attempt left the queue.</summary>
/// <param name="Id">The attempt.</param>
public sealed record AttemptStarted(AttemptId Id) : AttemptReport(Id);
