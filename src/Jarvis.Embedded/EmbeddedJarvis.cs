using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
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
    : ActorJarvis(actors, resources), IAsyncDisposable, IDisposable
{
    private readonly IActorDirectory _actors = actors;

    /// <summary>Ends the actors before what they work with, which was made before this, is gone.</summary>
    public ValueTask DisposeAsync() => (_actors as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Dispose() => (_actors as IDisposable)?.Dispose();

    public override Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken) =>
        list.ReadAsync(tenant, limit, after, cancellationToken);

    public override Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken) => catalog.ListAsync(engine, cancellationToken);
}
