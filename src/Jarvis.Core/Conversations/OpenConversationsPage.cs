using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A share of the conversations that have open turns, as it is kept.</summary>
/// <param name="Conversations">The conversations, each once.</param>
internal sealed record OpenConversationsPage(ImmutableArray<ConversationId> Conversations);
