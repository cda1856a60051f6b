using System.Collections.Concurrent;

namespace Jarvis.Models.Remote;

/// <summary>The breaker of each server. Who calls it and who probes it in the background share one. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class EndpointBreakers(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EndpointBreaker> _byAuthority = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The breaker of the server of an address.</summary>
    /// <param name="address">Any address there.</param>
    internal EndpointBreaker Of(Uri address) => _byAuthority.GetOrAdd(address.Authority, authority => new(authority, time));
}
