using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Conversations;

/// <summary>What the writing of an answer has come to since its last report.</summary>
/// <param name="Text">New text.</param>
/// <param name="Finished">Whether it was the last report.</param>
/// <param name="Error">Why writing broke off; null when it did not.</param>
public sealed record AnswerReport(string Text, bool Finished, JarvisError? Error = null)
{
    /// <summary>What writing has used of language models since its last report; null for nothing.</summary>
    public LanguageModelUsage? Used { get; init; }

    /// <summary>Which report it is; null of a host that does not say, whose reports are all taken.</summary>
    public ReportStamp? Stamp { get; init; }
}
