using System.Net;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>Finds the addresses of a host by its name.</summary>
internal interface IHostResolver
{
    /// <summary>All addresses of a host; none where there is no such host.</summary>
    /// <param name="host">Its name in ASCII.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
