using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>Reads the lists of conversations, for a host.</summary>
/// <param name="services">Where they are kept.</param>
public sealed class ConversationList(ConversationActorServices services)
{
    /// <summary>The conversations of a tenant, the newest first; see <see cref="IJarvis.ListConversationsAsync"/>.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">The most to list.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ConversationPage> ReadAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        services.Index.ListAsync(tenant, limit, after, cancellationToken);

    /// <summary>The conversations of a tenant that had open turns, or were being deleted, when that was kept last.</summary>
    internal async Task<IReadOnlyList<ConversationId>> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await services.Open.ListAsync(cancellationToken).ConfigureAwait(false)).Where(conversation => conversation.Tenant == tenant)];

    /// <summary>Forgets that a conversation had open turns.</summary>
    internal ValueTask ForgetOpenAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        services.Open.RemoveAsync(conversation, cancellationToken);
}
