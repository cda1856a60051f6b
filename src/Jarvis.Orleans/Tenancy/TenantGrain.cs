using Jarvis.Conversations;
using Jarvis.Identity;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Looks up what a tenant has, on whichever silo is asked.</summary>
/// <param name="list">The lists of conversations.</param>
[GrainType("tenant"), StatelessWorker]
internal sealed class TenantGrain(ConversationList list) : Grain, ITenantGrain
{
    public Task<ConversationPage> ListConversationsAsync(int limit, string? after, CancellationToken cancellationToken) =>
        list.ReadAsync(TenantId.Parse(this.GetPrimaryKeyString()), limit, after, cancellationToken);
}
