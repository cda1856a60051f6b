using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class SilentConnectionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_connection_ends_when_nothing_is_heard_and_not_before_though_much_is_said()
    {
        var (here, there) = (new Pipe(), new Pipe());
        await using var connection = new DefaultConnectionContext("c", new Ends(here.Reader, there.Writer), new Ends(there.Reader, here.Writer));
        var closed = new TaskCompletionSource();
        await using var registered = connection.ConnectionClosed.Register(closed.SetResult);
        var running = new SilentConnections(Limit, _time).Watch(async watched =>
        {
            for (var number = 0; number < 3; number++)
            {
                _time.Advance(Limit * 0.9);
                await here.Writer.WriteAsync(new byte[1]);
                watched.Transport.Input.AdvanceTo((await watched.Transport.Input.ReadAsync()).Buffer.End);
            }

            Assert.False(watched.ConnectionClosed.IsCancellationRequested);
            await watched.Transport.Output.WriteAsync(new byte[1]);
            _time.Advance(Limit);
        })(connection);

        await running;

        await closed.Task.WaitAsync(Patience);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
