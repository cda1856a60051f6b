using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis.Orleans;

/// <summary>Jarvis in a cluster, seen from a silo or from a client.</summary>
/// <param name="actors">The actors.</param>
/// <param name="resources">The files, which silos and clients share.</param>
/// <param name="grains">Finds what is no actor.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class JarvisCluster(IActorDirectory actors, IResourceStore resources, IGrainFactory grains, Delivery delivery) : ActorJarvis(actors, resources)
{
    public override Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<ITenantGrain>(tenant.Value);
        return delivery.CallAsync(
            () => grain.ListConversationsAsync(limit, after, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
    }

    public override Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClusterModelsGrain>(IClusterModelsGrain.Key);
        return delivery.CallAsync(() => grain.ListAsync(cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
    }
}
