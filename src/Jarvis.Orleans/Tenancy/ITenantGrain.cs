using Jarvis.Conversations;

namespace Jarvis.Orleans;

/// <summary>What a tenant has. Its key is a <see cref="Identity.TenantId"/>.</summary>
internal interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>Its conversations; see <see cref="IJarvis.ListConversationsAsync"/>.</summary>
    /// <param name="limit">The most to list.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ConversationPage> ListConversationsAsync(int limit, string? after, CancellationToken cancellationToken);
}
