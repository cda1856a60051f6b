using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Tasks;

/// <summary>The attempt ended badly; nothing of it is kept.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Error">What went wrong.</param>
public sealed record AttemptFailed(AttemptId Id, JarvisError Error) : AttemptReport(Id)
{
    /// <summary>What it used of language models; null for nothing.</summary>
    public LanguageModelUsage? Used { get; init; }
}
