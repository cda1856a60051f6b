using System.Collections.Immutable;

namespace Jarvis.Models.Remote.Peers;

/// <summary>The models of other Jarvises, as they were last seen to be. Looks itself once; after that it is looked in the background.</summary>
internal sealed class JarvisPeerSource(JarvisPeers peers) : IModelSource, IModelSourceChanges
{
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => peers.ListAsync().WaitAsync(cancellationToken);

    public IDisposable? Watch(Action changed) => peers.Watch(changed);
}
