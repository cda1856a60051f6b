using Jarvis.Actors;
using Jarvis.Conversations;

namespace Jarvis.Embedded;

/// <summary>Holds a conversation in memory until it is disposed.</summary>
/// <param name="conversations">Where it is held.</param>
/// <param name="conversation">The conversation.</param>
internal sealed class ConversationCall(LoadedConversations conversations, LoadedConversation conversation) : IDisposable
{
    private int _isOver;

    internal Mailbox Mailbox => conversation.Mailbox;

    internal ConversationActor Actor => conversation.Actor;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            conversations.Leave(conversation);
        }
    }
}
