using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.LanguageModels;

namespace Jarvis.Gateway.Asking;

/// <summary>Follows a turn's events for a protocol that knows an answer and what it cost.</summary>
/// <param name="links">Makes links of citations.</param>
internal sealed class TurnTelling(FileLinks links)
{
    private readonly AnswerText _text = new(links);

    /// <summary>The whole answer, once there is one.</summary>
    internal string? Whole { get; private set; }

    /// <summary>What language models used, as far as it is known.</summary>
    internal LanguageModelUsage Usage { get; private set; } = LanguageModelUsage.None;

    /// <summary>Takes the next event.</summary>
    /// <returns>What there is more of the answer; may be empty.</returns>
    /// <exception cref="JarvisException">The turn ended without an answer. An answer that tells of failures is one.</exception>
    internal string Take(ConversationEvent happened)
    {
        switch (happened)
        {
            case AnswerDelta delta:
                return _text.Push(delta.Text);
            case TurnResumed:
                _text.BeginAnew();
                return "";
            case AnswerFinished finished:
                Whole = links.Show(finished.Answer.Text);
                return _text.Finish(finished.Answer.Text);
            case UsageReported used:
                Usage = used.Usage.LanguageModels;
                return "";
            case TurnFinished ended when Whole is null:
                throw (ended.Error ?? new JarvisError(ErrorCode.Internal, "The turn ended without an answer.")).ToException();
            default:
                return "";
        }
    }

    /// <summary>Reads a turn to its end.</summary>
    /// <param name="events">Its events.</param>
    /// <returns>The answer.</returns>
    internal async Task<string> ReadAsync(IAsyncEnumerable<ConversationEvent> events)
    {
        await foreach (var happened in events.ConfigureAwait(false))
        {
            Take(happened);
        }

        return Whole ?? throw new JarvisException(ErrorCode.Internal, "The turn ended without an answer.");
    }
}
