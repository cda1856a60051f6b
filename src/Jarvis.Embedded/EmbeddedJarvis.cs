using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Embedded;

/// <summary>Jarvis in one process.</summary>
/// <param name="actors">The actors.</param>
/// <param name="resources">The files.</param>
/// <param name="catalog">The models.</param>
/// <param name="engine">Runs them.</param>
/// <param name="list">The lists of conversations.</param>
internal sealed class EmbeddedJarvis(
    IActorDirectory actors, IResourceStore resources, IModelCatalog catalog, IModelEngine engine, ConversationList list)
    : IJarvis, IAsyncDisposable, IDisposable
{
    /// <summary>Ends the actors before what they work with, which was made before this, is gone.</summary>
    public ValueTask DisposeAsync() => (actors as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Dispose() => (actors as IDisposable)?.Dispose();

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

    public Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        list.ReadAsync(tenant, limit, after, cancellationToken);

    public Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).DeleteAsync(cancellationToken);

    public async Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken) =>
        [
            .. (await catalog.ListAsync(cancellationToken).ConfigureAwait(false))
                .Select(model => engine.StatusOf(model.Card.Id) is { IsEmpty: false } replicas ? model with { Replicas = replicas } : model),
        ];
}
