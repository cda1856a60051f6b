using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Embedded;

/// <summary>
/// The conversations in memory. Those that work, are called or read stay; of the idle ones the most recently used stay, and the others are
/// read again when somebody calls them. Thread-safe.
/// </summary>
/// <param name="options">How many.</param>
/// <param name="create">Makes one; it is told what to call whenever nothing waits in the mailbox any more.</param>
internal sealed class LoadedConversations(EmbeddedOptions options, Func<ConversationId, Action, LoadedConversation> create)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationId, LoadedConversation> _all = [];

    /// <summary>The idle ones, the least recently used first.</summary>
    private readonly LinkedList<LoadedConversation> _idle = new();

    private bool _isClosed;

    /// <summary>How many are in memory.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _all.Count;
        }
    }

    /// <summary>Holds a conversation in memory.</summary>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.Overloaded"/> when too many are busy, or the host stops; <see cref="ErrorCode.InvalidRequest"/> without a name.
    /// </exception>
    internal ConversationCall Enter(ConversationId id)
    {
        if (id.Name is null || id.Tenant.Value is null)
        {
            throw Error.InvalidRequest("The conversation has no name.");
        }

        lock (_lock)
        {
            if (_isClosed)
            {
                throw Error.Overloaded("This host stops; ask again when it runs again.");
            }

            if (!_all.TryGetValue(id, out var conversation))
            {
                conversation = Add(id);
            }

            conversation.Calls++;
            Wake(conversation);
            return new ConversationCall(this, conversation);
        }
    }

    internal void Leave(LoadedConversation conversation)
    {
        lock (_lock)
        {
            conversation.Calls--;
            RestWhenIdle(conversation);
        }
    }

    /// <summary>Takes no more calls.</summary>
    /// <returns>Those that were in memory.</returns>
    internal IReadOnlyList<LoadedConversation> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return [.. _all.Values];
        }
    }

    private LoadedConversation Add(ConversationId id)
    {
        if (_all.Count >= options.MaxConversations && _idle.First is { } oldest)
        {
            Forget(oldest.Value);
        }

        if (_all.Count >= options.MaxConversations)
        {
            throw Error.Overloaded($"{options.MaxConversations:N0} conversations are busy, the most that are allowed; try again later.");
        }

        LoadedConversation? conversation = null;
        conversation = create(id, () => Settle(conversation!));
        _all.Add(id, conversation);
        return conversation;
    }

    private void Settle(LoadedConversation conversation)
    {
        lock (_lock)
            RestWhenIdle(conversation);
    }

    private void RestWhenIdle(LoadedConversation conversation)
    {
        if (conversation is not { Calls: 0, Idle: null } || !conversation.Mailbox.IsEmpty || !conversation.Actor.IsIdle)
        {
            return;
        }

        conversation.Idle = _idle.AddLast(conversation);
        while (_idle.Count > options.MaxIdleConversations)
        {
            Forget(_idle.First!.Value);
        }
    }

    private void Wake(LoadedConversation conversation)
    {
        if (conversation.Idle is { } place)
        {
            _idle.Remove(place);
            conversation.Idle = null;
        }
    }

    private void Forget(LoadedConversation conversation)
    {
        Wake(conversation);
        _all.Remove(conversation.Id);
    }
}
