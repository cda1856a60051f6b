using System.Net;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// Stands in for the internet: a public address leads to the test's own server, and any other to where it would lead, which on this machine
/// is a server that must never be asked.
/// </summary>
internal sealed class LoopbackConnector(Uri web, Uri secret) : IConnector
{
    private readonly SocketConnector _socket = new();

    /// <summary>What was dialled.</summary>
    internal List<IPEndPoint> Dialled { get; } = [];

    public ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        Dialled.Add(server);
        var port = PublicAddress.IsPublic(server.Address) ? web.Port : secret.Port;
        return _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
    }
}
