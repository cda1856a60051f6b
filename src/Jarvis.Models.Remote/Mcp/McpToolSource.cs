using System.Collections.Immutable;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>The tools that may be called, as they were last seen to be. Looks itself once; after that it is looked in the background.</summary>
internal sealed class McpToolSource(McpToolServers servers) : IModelSource, IModelSourceChanges
{
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => servers.ListAsync().WaitAsync(cancellationToken);

    public IDisposable? Watch(Action changed)
    {
        servers.Changed += changed;
        return new Watching(servers, changed);
    }

    private sealed class Watching(McpToolServers servers, Action changed) : IDisposable
    {
        public void Dispose() => servers.Changed -= changed;
    }
}
