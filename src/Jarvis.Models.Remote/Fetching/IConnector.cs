using System.Net;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>Opens a connection to an address that was checked. It is given no name, so that nothing can be looked up a second time.</summary>
internal interface IConnector
{
    /// <summary>Connects.</summary>
    /// <param name="server">The address and port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be connected to.</exception>
    ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken);
}
