using System.Collections.Immutable;
using Jarvis.Events;

namespace Jarvis.Conversations;

/// <summary>A run of a conversation's events, kept as one document.</summary>
/// <param name="Events">The events, in order; at most <see cref="Size"/>.</param>
public sealed record EventPage(ImmutableArray<ConversationEvent> Events)
{
    /// <summary>The most events in a page. Each step writes its page anew, so a page is small.</summary>
    public const int Size = 16;
}
