using Jarvis.Conformance;
using static Jarvis.Gateway.Tests.GatewayServer;
using static Jarvis.Gateway.Tests.Mcp.McpCaller;

namespace Jarvis.Gateway.Tests.Mcp;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(WithSessions)]
    [InlineData(Newest)]
    public async Task A_call_that_takes_long_says_that_it_is_still_there_and_is_answered(string revision)
    {
        var (model, time) = (new WaitingRunner(), new TimersFakeTime());
        await using var server = await StartAsync(Echo with { Runner = model.Runner, Time = time }, options => options.Heartbeat = Heartbeat);
        var caller = await ForAsync(server, Acme);
        if (revision == WithSessions)
        {
            await caller.BeginAsync();
        }

        var armed = time.NextTimerAsync(Heartbeat);
        var asking = revision == WithSessions ? caller.AskAsync(2, "tools/call", Call("summarization", Text("a"))) : caller.AskNewestAsync("tools/call", Call("summarization", Text("a")));
        await Task.WhenAll(armed, model.Started).WaitAsync(Patience);
        time.Advance(Heartbeat);
        using var answer = await asking.WaitAsync(Patience);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await lines.ReadLineAsync().WaitAsync(Patience);
            Assert.NotNull(line);
        }
        while (line != ": still here");

        model.LetGo();

        Assert.Contains("done", await lines.ReadToEndAsync().WaitAsync(Patience), StringComparison.Ordinal);
    }
}
