using Jarvis.Identity;

namespace Jarvis.Conversations.Archive;

/// <summary>
/// The conversations that this host imports just now. Until all of one is there it looks like one that is being deleted, so that a crash leaves
/// nothing of it; nobody is to finish that deletion meanwhile. Thread-safe.
/// </summary>
internal sealed class ImportsUnderway
{
    private readonly Lock _lock = new();
    private readonly List<ConversationId> _underway = [];

    /// <summary>Whether one is imported.</summary>
    internal bool Contains(ConversationId id)
    {
        lock (_lock)
            return _underway.Contains(id);
    }

    /// <summary>Has one be imported until what is returned is disposed.</summary>
    internal IDisposable Begin(ConversationId id)
    {
        lock (_lock)
            _underway.Add(id);

        return new Import(this, id);
    }

    private void End(ConversationId id)
    {
        lock (_lock)
            _underway.Remove(id);
    }

    private sealed class Import(ImportsUnderway all, ConversationId id) : IDisposable
    {
        public void Dispose() => all.End(id);
    }
}
