using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Jarvis.Orleans;

/// <summary>
/// Ends connections between silos on which nothing has been heard for longer than any call waits for its answer: silos that work together ask each other every second
/// whether they are there, so the network has failed. When it works again, TCP tries what it has to send only long after, and a new connection is made at once. Silos of
/// which neither asks nor tells the other anything, as in a large cluster that is idle, make a new one when they do.
/// </summary>
/// <param name="limit">How long nothing may be heard.</param>
/// <param name="time">The clock of messages.</param>
internal sealed class SilentConnections(TimeSpan limit, TimeProvider time)
{
    /// <summary>What is done with a connection before <paramref name="next"/> is.</summary>
    internal ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var reader = new HeardReader(
            transport.Input, limit, () => connection.Abort(new ConnectionAbortedException($"Nothing was heard of {connection.RemoteEndPoint} for {limit}.")), time);
        await using (reader.ConfigureAwait(false))
        {
            connection.Transport = new Watched(reader, transport.Output);
            await next(connection).ConfigureAwait(false);
        }
    };

    private sealed record Watched(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
