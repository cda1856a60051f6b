using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Errors;
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
        TurnRequestCheck.Require(request);
        var checkedRequest = request with { Attachments = await OwnAsync(conversation.Tenant, request, cancellationToken).ConfigureAwait(false) };
        return await actors.Conversation(conversation).SubmitAsync(checkedRequest, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The attachments as the store knows them: what a caller says of a resource is not believed, nor that it is the tenant's.</summary>
    private async Task<ImmutableArray<Resource>> OwnAsync(TenantId tenant, TurnRequest request, CancellationToken cancellationToken)
    {
        var own = ImmutableArray.CreateBuilder<Resource>(request.Attachments.Length);
        foreach (var attachment in request.Attachments)
        {
            var known = await resources.FindAsync(tenant, attachment.Id, cancellationToken).ConfigureAwait(false)
                ?? throw Error.NotFound($"The attachment '{ResourceName.Clean(attachment.Name)}' is not stored; upload it first.");
            own.Add(known with { Name = ResourceName.Clean(attachment.Name) });
        }

        return own.MoveToImmutable();
    }
}
