using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Actors;

/// <summary>
/// Jarvis over its actors, wherever a host has them. Files do not go through actors: all of a host reach the same store of resources. How what is
/// no actor is listed is the host's.
/// </summary>
/// <param name="actors">The actors.</param>
/// <param name="resources">The files.</param>
public abstract class ActorJarvis(IActorDirectory actors, IResourceStore resources) : IJarvis
{
    /// <inheritdoc/>
    public Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken) =>
        resources.AddAsync(tenant, content, new ResourceDescription(name), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        resources.OpenReadAsync(tenant, id, cancellationToken).AsTask();

    /// <inheritdoc/>
    public async Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken)
    {
        var own = await resources.WithOwnAttachmentsAsync(conversation.Tenant, request, cancellationToken).ConfigureAwait(false);
        return await actors.Conversation(conversation).SubmitAsync(own, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).ReadEventsAsync(after, cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(TurnId turn, CancellationToken cancellationToken) =>
        actors.Conversation(turn.Conversation).CancelAsync(turn.Number, cancellationToken);

    /// <inheritdoc/>
    public Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken) =>
        actors.Conversation(turn.Conversation).CommandAsync(turn.Number, command, cancellationToken);

    /// <inheritdoc/>
    public Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).GetAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken) =>
        actors.Conversation(turn.Conversation).GetTurnAsync(turn.Number, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        actors.Conversation(conversation).DeleteAsync(cancellationToken);

    /// <inheritdoc/>
    public abstract Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken);
}
