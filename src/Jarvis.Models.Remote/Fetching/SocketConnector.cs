using System.Net;
using System.Net.Sockets;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>Connects over TCP.</summary>
internal sealed class SocketConnector : IConnector
{
    public async ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
