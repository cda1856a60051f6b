using System.Runtime.CompilerServices;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis;

/// <summary>What is often done with <see cref="IJarvis"/>.</summary>
public static class JarvisExtensions
{
    /// <summary>Reads the events of one turn, from its first to its last.</summary>
    /// <param name="jarvis">Where the turn was accepted.</param>
    /// <param name="receipt">What accepting it returned.</param>
    /// <param name="cancellationToken">Ends reading, not the turn.</param>
    public static async IAsyncEnumerable<ConversationEvent> ReadTurnAsync(
        this IJarvis jarvis,
        TurnReceipt receipt,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = jarvis.ReadEventsAsync(receipt.Turn.Conversation, receipt.Sequence - 1, cancellationToken);
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (happened.Turn != receipt.Turn.Number)
            {
                continue;
            }

            yield return happened;
            if (happened is TurnFinished)
            {
                yield break;
            }
        }
    }
}
