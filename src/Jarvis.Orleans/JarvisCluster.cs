using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Orleans;

/// <summary>Jarvis in a cluster, seen from a silo or from a client. Files do not go through actors: both reach the same store of resources.</summary>
/// <param name="actors">The actors.</param>
/// <param name="resources">The files.</param>
/// <param name="grains">Finds what is no actor.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class JarvisCluster(IActorDirectory actors, IResourceStore resources, IGrainFactory grains, Delivery delivery) : IJarvis
{
    public Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken) =>
        resources.AddAsync(tenant, content, new ResourceDescription(name), cancellationToken);

    public Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        resources.OpenReadAsync(tenant, id, cancellationToken).AsTask();

    public async Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken)
    {
        var own = await resources.WithOwnAttachmentsAsync(conversation.Tenant, request, cancellationToken).ConfigureAwait(false);
        return await actors.Conversation(conversation).SubmitAsync(own, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).ReadEventsAsync(after, cancellationToken);

    public Task CancelAsync(TurnId turn, CancellationToken cancellationToken) =>
        actors.Conversation(turn.Conversation).CancelAsync(turn.Number, cancellationToken);

    public Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken) =>
        actors.Conversation(turn.Conversation).CommandAsync(turn.Number, command, cancellationToken);

    public Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).GetAsync(cancellationToken);

    public Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<ITenantGrain>(tenant.Value);
        return delivery.CallAsync(
            () => grain.ListConversationsAsync(limit, after, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
    }

    public Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).DeleteAsync(cancellationToken);

    public Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClusterModelsGrain>(IClusterModelsGrain.Key);
        return delivery.CallAsync(() => grain.ListAsync(cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
    }
}
