using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Client.Tests.Specs;

/// <summary>All tenants at once, as specs of hosts have them: over HTTP each has a client with a key of its own.</summary>
/// <param name="clientOf">The client of a tenant.</param>
internal sealed class TenantsJarvis(Func<TenantId, Task<IJarvis>> clientOf) : IJarvis
{
    public async Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken) =>
        await (await clientOf(tenant)).UploadAsync(tenant, content, name, cancellationToken);

    public async Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        await (await clientOf(tenant)).OpenAsync(tenant, id, cancellationToken);

    public async Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken) =>
        await (await clientOf(Of(conversation))).SubmitAsync(conversation, request, cancellationToken);

    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in (await clientOf(Of(conversation))).ReadEventsAsync(conversation, after, cancellationToken))
        {
            yield return happened;
        }
    }

    public async Task CancelAsync(TurnId turn, CancellationToken cancellationToken) => await (await clientOf(Of(turn.Conversation))).CancelAsync(turn, cancellationToken);

    public async Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken) =>
        await (await clientOf(Of(turn.Conversation))).CommandAsync(turn, command, cancellationToken);

    public async Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        await (await clientOf(Of(conversation))).GetAsync(conversation, cancellationToken);

    public async Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken) =>
        await (await clientOf(Of(turn.Conversation))).GetTurnAsync(turn, cancellationToken);

    public async Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        await (await clientOf(tenant)).ListConversationsAsync(tenant, limit, after, cancellationToken);

    public async Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        await (await clientOf(Of(conversation))).DeleteConversationAsync(conversation, cancellationToken);

    public async Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken) =>
        await (await clientOf(TenantId.Local)).ListModelsAsync(cancellationToken);

    /// <summary>What names no tenant is sent as it is.</summary>
    private static TenantId Of(ConversationId conversation) => conversation.Tenant.Value is null ? TenantId.Local : conversation.Tenant;
}
