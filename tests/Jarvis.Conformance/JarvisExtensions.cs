using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Conformance;

/// <summary>What tests ask of Jarvis.</summary>
public static class JarvisExtensions
{
    /// <summary>The events of a turn, to its end or until one that is wanted.</summary>
    /// <param name="jarvis">Who is asked.</param>
    /// <param name="receipt">Of the turn.</param>
    /// <param name="within">The longest that it may take; only a broken host ever does.</param>
    /// <param name="until">Whether it is the one that is wanted.</param>
    public static async Task<List<ConversationEvent>> ReadToEndAsync(
        this IJarvis jarvis, TurnReceipt receipt, TimeSpan within, Func<ConversationEvent, bool>? until = null)
    {
        using var patience = new CancellationTokenSource(within);
        var events = new List<ConversationEvent>();
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            events.Add(happened);
            if (until?.Invoke(happened) is true)
            {
                break;
            }
        }

        return events;
    }
}
