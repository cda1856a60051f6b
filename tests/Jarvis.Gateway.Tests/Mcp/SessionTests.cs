using System.Net;
using System.Text.Json.Nodes;
using Jarvis.Conformance;
using Jarvis.Gateway.Tests.Hostile;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;
using static Jarvis.Gateway.Tests.Mcp.McpCaller;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>The revision of 2025-11-25.</summary>
public sealed class SessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_session_is_there_for_the_key_alone_that_began_it()
    {
        await using var server = await StartAsync();
        var owner = await ForAsync(server, Acme);
        await owner.BeginAsync();
        foreach (var stranger in (McpCaller[])[await ForAsync(server, Acme), await ForAsync(server, Rival)])
        {
            stranger.Session = owner.Session;
            using var refused = await stranger.AskAsync(2, "tools/list");
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, await stranger.EndAsync());
        }

        using var answered = await owner.AskAsync(2, "tools/list");
        Assert.Equal("ask", (string?)(await ReadAsync(answered))["result"]!["tools"]![0]!["name"]);
    }

    [Fact]
    public async Task A_session_that_ended_is_there_no_more_and_one_that_is_not_named_is_asked_for()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();
        Assert.Equal(HttpStatusCode.NoContent, await caller.EndAsync());
        using var ended = await caller.AskAsync(2, "tools/list");
        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
        caller.Session = null;
        using var unnamed = await caller.AskAsync(3, "tools/list");
        Assert.Equal(HttpStatusCode.BadRequest, unnamed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await caller.EndAsync());
    }

    [Fact]
    public async Task A_session_goes_on_after_a_message_that_cannot_be_read()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();

        using var refused = await caller.AskAsync(2, "initialize");
        using var answered = await caller.AskAsync(3, "tools/list");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_for_long_ends()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(Echo with { Time = time }, options => options.McpSessionIdle = TimeSpan.FromMinutes(5));
        var caller = await ForAsync(server, Acme);
        var idle = time.NextTimerAsync(TimeSpan.FromMinutes(5));
        await caller.BeginAsync();
        await idle;
        time.Advance(TimeSpan.FromMinutes(4));
        idle = time.NextTimerAsync(TimeSpan.FromMinutes(5));
        using var used = await caller.AskAsync(2, "tools/list");
        Assert.Equal(HttpStatusCode.OK, used.StatusCode);
        await ReadAsync(used);
        await idle;
        time.Advance(TimeSpan.FromMinutes(4));
        idle = time.NextTimerAsync(TimeSpan.FromMinutes(5));
        using var still = await caller.AskAsync(3, "tools/list");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        await ReadAsync(still);
        await idle;
        time.Advance(TimeSpan.FromMinutes(5));
        using var late = await caller.AskAsync(4, "tools/list");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task For_a_session_too_many_the_one_ends_that_was_used_the_longest_ago_and_others_keep_theirs()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(Echo with { Time = time }, options => options.MaxMcpSessions = 2);
        var rival = await ForAsync(server, Rival);
        await rival.BeginAsync();
        var callers = new List<McpCaller>();
        for (var number = 0; number < 3; number++)
        {
            callers.Add(await ForAsync(server, Acme));
            var left = time.NextTimerAsync(TimeSpan.FromMinutes(30));
            Assert.Equal(HttpStatusCode.OK, await callers[number].BeginAsync());
            await left;
            time.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var (caller, status) in callers.Append(rival).Zip((HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK]))
        {
            using var answer = await caller.AskAsync(2, "tools/list");
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Where_all_sessions_are_in_use_another_is_refused()
    {
        var model = new WaitingRunner();
        await using var server = await StartAsync(Echo with { Runner = model.Runner }, options => options.MaxMcpSessions = 1);
        var busy = await ForAsync(server, Acme);
        await busy.BeginAsync();
        using var call = await busy.AskAsync(2, "tools/call", Call("summarization", Text("a")));
        await model.Started.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await (await ForAsync(server, Acme)).BeginAsync());
        model.LetGo();
        Assert.Equal("done", (string?)(await ReadAsync(call))["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task A_stream_that_is_lost_cancels_nothing()
    {
        var (model, ended) = (new WaitingRunner(), WaitingRunner.Signal());
        await using var server = await StartAsync(Echo with { Runner = model.Runner }, services: services => services.AddSingleton<IStartupFilter>(new AtEnd("/mcp/", ended)));
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();
        using (await caller.AskAsync(2, "tools/call", Call("summarization", Text("a")), "/mcp/"))
        {
            await model.Started.WaitAsync(Patience);
        }

        await ended.Task.WaitAsync(Patience);
        using var other = await caller.AskAsync(3, "tools/list");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        model.LetGo();
        await model.Done.WaitAsync(Patience);
        Assert.False(model.Cancelled.IsCompleted);
    }

    [Fact]
    public async Task What_its_client_cancels_is_cancelled_and_its_stream_ends_without_an_answer()
    {
        var model = new WaitingRunner();
        await using var server = await StartAsync(Echo with { Runner = model.Runner });
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();
        using var call = await caller.AskAsync(2, "tools/call", Call("summarization", Text("a")));
        await model.Started.WaitAsync(Patience);
        using var taken = await caller.NotifyAsync("notifications/cancelled", new JsonObject { ["requestId"] = 2 });
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await model.Cancelled.WaitAsync(Patience);
        Assert.Equal("", await call.Content.ReadAsStringAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task The_end_of_a_session_cancels_what_goes_on_in_it()
    {
        var model = new WaitingRunner();
        await using var server = await StartAsync(Echo with { Runner = model.Runner });
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();
        using var call = await caller.AskAsync(2, "tools/call", Call("summarization", Text("a")));
        await model.Started.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.NoContent, await caller.EndAsync());
        await model.Cancelled.WaitAsync(Patience);
    }

    [Fact]
    public async Task Progress_is_told_to_who_asks_for_it_alone()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        await caller.BeginAsync();
        using var silent = await caller.AskAsync(2, "tools/call", Call("summarization", Text("a")));
        Assert.DoesNotContain("notifications/progress", await silent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var call = Call("summarization", Text("b"));
        call["_meta"] = new JsonObject { ["progressToken"] = "mine" };
        using var told = await caller.AskAsync(3, "tools/call", call);
        var text = await told.Content.ReadAsStringAsync();
        Assert.Contains("notifications/progress", text, StringComparison.Ordinal);
        Assert.Contains("\"progressToken\":\"mine\"", text, StringComparison.Ordinal);
    }
}
