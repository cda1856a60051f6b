using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>A part of a tenant's list of conversations, as it is kept.</summary>
/// <param name="Entries">The conversations that stand in it, oldest first; at most <see cref="Size"/>.</param>
/// <param name="Next">The number that the next entry gets, in this page or the one after it.</param>
internal sealed record ConversationIndexPage(ImmutableArray<ConversationIndexEntry> Entries, long Next)
{
    /// <summary>The most entries in a page.</summary>
    internal const int Size = 64;
}
