using System.Collections.Concurrent;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conformance.Hosts;

/// <summary>Fetches what a test says.</summary>
/// <param name="resources">Where it is stored.</param>
/// <param name="fetch">The bytes at an address; throws where there are none.</param>
public sealed class ScriptedFetcher(IResourceStore resources, Func<string, byte[]> fetch) : IResourceFetcher
{
    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public async Task<Resource> FetchAsync(TenantId tenant, string address, CancellationToken cancellationToken)
    {
        Asked.Enqueue(address);
        await Task.Yield();
        var name = address[(address.LastIndexOf('/') + 1)..];
        return await resources.AddAsync(tenant, new MemoryStream(fetch(address)), new ResourceDescription(name), cancellationToken);
    }
}
