using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Identity;

namespace Jarvis.Embedded;

/// <summary>A conversation in memory. Its counts belong to <see cref="LoadedConversations"/>.</summary>
/// <param name="id">Its key.</param>
internal sealed class LoadedConversation(ConversationId id)
{
    internal ConversationId Id { get; } = id;

    /// <summary>Its turns.</summary>
    internal required Mailbox Mailbox { get; init; }

    /// <summary>The conversation.</summary>
    internal required ConversationActor Actor { get; init; }

    /// <summary>How many calls and readers hold it.</summary>
    internal int Calls { get; set; }

    /// <summary>Where it stands among those that are idle; null while it is not.</summary>
    internal LinkedListNode<LoadedConversation>? Idle { get; set; }
}
