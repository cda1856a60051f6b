using System.Net;
using System.Text;
using Jarvis.Gateway.Tests.Hostile;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Jarvis.Gateway.Tests.GatewayServer;
using static Jarvis.Gateway.Tests.Mcp.McpCaller;

namespace Jarvis.Gateway.Tests.Mcp;

public sealed class EntranceTests
{
    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://app.example", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_may_ask_where_it_is_named_alone(string origin, HttpStatusCode status)
    {
        await using var server = await StartAsync(configure: options => options.AllowedOrigins.Add("https://app.example"));
        using var client = await server.ClientAsync(Acme);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        Assert.Equal(status, await new McpCaller(client).BeginAsync());
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2027-01-01")]
    [InlineData("newest")]
    public async Task A_revision_that_is_not_spoken_is_refused_with_those_that_are(string version)
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.SendAsync(Request(7, "tools/list", []), version: version);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var refused = await ReadAsync(answer);
        Assert.Equal((7, -32022, version), ((int?)refused["id"], (int?)refused["error"]!["code"], (string?)refused["error"]!["data"]!["requested"]));
        Assert.Equal([Newest, WithSessions], refused["error"]!["data"]!["supported"]!.AsArray().Take(2).Select(known => (string?)known));
    }

    [Fact]
    public async Task A_client_that_takes_no_events_is_told_to()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"a":1,"a":2}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"\ud800":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":[1]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"\ud800"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","method":"tools/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"\ud800"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask","arguments":{"text":"\ud800"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"initialize","params":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"method":"initialize","params":1}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"\ud800"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":[]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"result":{}}""")]
    public async Task A_message_that_is_none_is_an_error_of_its_sender_in_every_revision(string json)
    {
        var faults = new FaultLog();
        await using var server = await StartAsync(services: services => services.AddSingleton<ILoggerProvider>(faults));
        using var client = await server.ClientAsync(Acme);
        var session = new McpCaller(client);
        await session.BeginAsync();
        foreach (var (version, id) in ((string?, string?)[])[(null, null), (WithSessions, session.Session), (Newest, null)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", id);
            request.Headers.Add("Mcp-Method", "tools/call");
            using var answer = await client.SendAsync(request);
            Assert.InRange((int)answer.StatusCode, 200, 499);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(text.Length == 0 || text.Contains("error", StringComparison.OrdinalIgnoreCase), text);
        }

        Assert.True(faults.IsEmpty, faults.ToString());
    }

    [Fact]
    public async Task No_stream_is_open_for_what_nobody_asked_for()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var answer = await client.GetAsync("/mcp");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task What_came_through_too_many_servers_is_not_taken()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        var call = Call("summarization", Text("a"));
        call["_meta"] = Meta();
        call["_meta"]!["jarvis/hops"] = 4;
        using var answer = await caller.AskNewestAsync("tools/call", call);
        var result = (await ReadAsync(answer))["result"]!;
        Assert.True((bool?)result["isError"]);
        Assert.Contains("hops", (string?)result["content"]![0]!["text"], StringComparison.Ordinal);
    }
}
