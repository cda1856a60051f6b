using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>
/// Which conversations have open turns, so that a host that starts need not look at all that there are. A conversation is added before its turn
/// is accepted and removed after it has ended: one too many may stand here, none is missing. Shared out over several documents by
/// the conversation's name, so that they stay small and writers seldom meet. Thread-safe.
/// </summary>
/// <param name="store">Where the documents are kept.</param>
internal sealed class OpenConversations(IStateStore store)
{
    /// <summary>How many documents there are; what is kept depends on it, so it never changes.</summary>
    internal const int Documents = 64;

    /// <summary>How many documents are read side by side.</summary>
    private const int Width = 8;

    /// <summary>How often a document is read again because another process wrote it first.</summary>
    private const int MaxTries = 32;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Documents).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Adds a conversation; kept with the next write that is flushed.</summary>
    internal ValueTask AddAsync(ConversationId conversation, CancellationToken cancellationToken) => ChangeAsync(
        conversation,
        page => page.Conversations.Contains(conversation) ? page : new(page.Conversations.Add(conversation)),
        cancellationToken);

    /// <summary>Removes a conversation; kept with the next write that is flushed.</summary>
    internal ValueTask RemoveAsync(ConversationId conversation, CancellationToken cancellationToken) => ChangeAsync(
        conversation,
        page => page.Conversations.Contains(conversation) ? new(page.Conversations.Remove(conversation)) : page,
        cancellationToken);

    /// <summary>All of them.</summary>
    internal async Task<IReadOnlyList<ConversationId>> ListAsync(CancellationToken cancellationToken)
    {
        var pages = new ImmutableArray<ConversationId>[Documents];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
        // Users wait for it: turns stand still until they are found.
        await Parallel.ForEachAsync(Enumerable.Range(0, Documents), options, async (number, ended) =>
            pages[number] = (await store.ReadAsync<OpenConversationsPage>(Key(number), ended).ConfigureAwait(false))?.Value.Conversations ?? []).ConfigureAwait(false);
        return [.. pages.SelectMany(page => page)];
    }

    // No tenant's name begins with a dot: these are nobody's, and are not deleted with anybody.
    private static StateKey Key(int number) => new("open-conversations", string.Create(CultureInfo.InvariantCulture, $".open/{number}"));

    /// <summary>FNV-1a: alike in every process.</summary>
    private static int NumberOf(ConversationId conversation) =>
        (int)(conversation.ToString().Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619)) % Documents);

    private async ValueTask ChangeAsync(
        ConversationId conversation, Func<OpenConversationsPage, OpenConversationsPage> change, CancellationToken cancellationToken)
    {
        var number = NumberOf(conversation);
        await _gates[number].WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var document = await store.OpenAsync<OpenConversationsPage>(Key(number), cancellationToken).ConfigureAwait(false);
                var page = document.Value ?? new([]);
                var changed = change(page);
                if (ReferenceEquals(changed, page))
                {
                    return;
                }

                try
                {
                    // Once begun it is done: nobody would know whether it was.
                    await document.WriteUnflushedAsync(changed, CancellationToken.None).ConfigureAwait(false);
                    return;
                }
                catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
                {
                    // Another process was first; what it left is what counts.
                }
            }
        }
        finally
        {
            _gates[number].Release();
        }
    }
}
