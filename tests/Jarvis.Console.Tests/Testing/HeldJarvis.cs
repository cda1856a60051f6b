using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Console.Tests.Testing;

/// <summary>A host that lets a test come in between when a conversation is opened: to have it wait, or fail.</summary>
/// <param name="host">The host.</param>
internal sealed class HeldJarvis(IJarvis host) : IJarvis
{
    /// <summary>What happens before a conversation is opened, by its name.</summary>
    internal Func<string, Task> Opening { get; set; } = _ => Task.CompletedTask;

    public async Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        await Opening(conversation.Name);
        return await host.GetAsync(conversation, cancellationToken);
    }

    public Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken) =>
        host.UploadAsync(tenant, content, name, cancellationToken);

    public Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => host.OpenAsync(tenant, id, cancellationToken);

    public Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken) =>
        host.SubmitAsync(conversation, request, cancellationToken);

    public IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, CancellationToken cancellationToken) =>
        host.ReadEventsAsync(conversation, after, cancellationToken);

    public Task CancelAsync(TurnId turn, CancellationToken cancellationToken) => host.CancelAsync(turn, cancellationToken);

    public Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken) => host.CommandAsync(turn, command, cancellationToken);

    public Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken) => host.GetTurnAsync(turn, cancellationToken);

    public Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        host.ListConversationsAsync(tenant, limit, after, cancellationToken);

    public Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken) => host.DeleteConversationAsync(conversation, cancellationToken);

    public Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken) => host.ListModelsAsync(cancellationToken);
}
