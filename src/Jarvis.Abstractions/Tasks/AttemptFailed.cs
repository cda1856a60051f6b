using Jarvis.Errors;

namespace Jarvis.Tasks;

/// <summary>The attempt ended badly; nothing of it is kept.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Error">What went wrong.</param>
public sealed record AttemptFailed(AttemptId Id, JarvisError Error) : AttemptReport(Id);
