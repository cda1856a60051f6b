using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>A part of a tenant's list of conversations.</summary>
/// <param name="Conversations">The conversations, the newest first.</param>
/// <param name="Next">What to ask for to get the next part; null where there is no more.</param>
public sealed record ConversationPage(ImmutableArray<ConversationListItem> Conversations, string? Next = null)
{
    /// <summary>The most conversations in one page.</summary>
    public const int MaxLength = 100;
}
