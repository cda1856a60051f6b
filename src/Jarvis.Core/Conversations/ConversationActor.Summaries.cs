using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conversations;

public sealed partial class ConversationActor
{
    private bool _summarizing;

    /// <summary>After a turn, so that none waits for it.</summary>
    private async ValueTask SummarizeWhenDueAsync(ConversationDocuments documents, TurnId turn)
    {
        if (_services.Summarizer is not { } summarizer || _summarizing)
        {
            return;
        }

        await documents.LoadEndedAsync(CancellationToken.None).ConfigureAwait(false);
        var due = documents.Summary.Due(documents.Ended, _services.Options.History);
        if (!due.IsEmpty)
        {
            _summarizing = true;
            Detach(SummarizeAsync(summarizer, turn, documents.Summary.Text, due));
        }
    }

    private async Task SummarizeAsync(IHistorySummarizer summarizer, TurnId turn, string earlier, ImmutableArray<PastTurn> due)
    {
        await Task.Yield();
        HistorySummary? made = null;
        try
        {
            var text = await summarizer.SummarizeAsync(turn, earlier, due, CancellationToken.None).ConfigureAwait(false);
            made = text is null ? null : new HistorySummary(due[^1].Number, Excerpt.Of(text, HistorySummary.MaxLength));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Planners are told less; the next turn that ends tries again.
            LogNotSummarized(_id.ToString(), exception);
        }

        _turns.Post(async () =>
        {
            _summarizing = false;
            if (made is not null)
            {
                var documents = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
                if (documents.Head.Turns > 0)
                {
                    // Of a conversation that was deleted meanwhile nothing is kept.
                    await documents.KeepAsync(made).ConfigureAwait(false);
                }
            }
        });
    }

    [LoggerMessage(4, LogLevel.Warning, "Old turns of {Conversation} could not be summarized.")]
    private partial void LogNotSummarized(string conversation, Exception exception);
}
