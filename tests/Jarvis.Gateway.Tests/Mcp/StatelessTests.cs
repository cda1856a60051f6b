using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Jarvis.Gateway.Tests.GatewayServer;
using static Jarvis.Gateway.Tests.Mcp.McpCaller;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>The revision of 2026-07-28.</summary>
public sealed class StatelessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_stream_that_its_client_closes_cancels_what_it_was_of()
    {
        var model = new WaitingRunner();
        await using var server = await StartAsync(Echo with { Runner = model.Runner });
        var caller = await ForAsync(server, Acme);
        using (await caller.AskNewestAsync("tools/call", Call("summarization", Text("a"))))
        {
            await model.Started.WaitAsync(Patience);
        }

        await model.Cancelled.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_server_says_what_it_speaks_without_a_session()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync("server/discover");
        Assert.False(answer.Headers.Contains("Mcp-Session-Id"));
        var found = (await ReadAsync(answer))["result"]!;
        Assert.Contains(Newest, found["supportedVersions"]!.AsArray().Select(version => (string?)version));
        Assert.NotNull(found["capabilities"]!["tools"]);
        Assert.NotNull(found["capabilities"]!["resources"]);
    }

    [Theory]
    [InlineData("tools/list")]
    [InlineData("resources/list")]
    [InlineData("resources/templates/list")]
    [InlineData("server/discover")]
    public async Task Who_may_keep_an_answer_and_for_how_long_is_said(string method)
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync(method);
        var result = (await ReadAsync(answer))["result"]!;
        Assert.Equal(("private", 0), ((string?)result["cacheScope"], (int?)result["ttlMs"]));
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/call")]
    [InlineData("Mcp-Method", null)]
    [InlineData("Mcp-Name", "jarvis://resources/other")]
    [InlineData("Mcp-Name", "=?base64?b3RoZXI=?=")]
    [InlineData("Mcp-Name", "=?base64?!?=")]
    [InlineData("Mcp-Name", null)]
    public async Task A_header_that_says_other_than_the_body_is_refused(string header, string? value)
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync("resources/read", new() { ["uri"] = "jarvis://resources/one" }, request =>
        {
            request.Headers.Remove(header);
            if (value is not null)
            {
                request.Headers.Add(header, value);
            }
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = await ReadAsync(answer);
        Assert.Equal((-32020, 1), ((int?)error["error"]!["code"], (int?)error["id"]));
    }

    [Fact]
    public async Task A_name_that_no_header_can_hold_comes_in_base_64()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync("tools/call", Call("summarization", Text("a")), request =>
        {
            request.Headers.Remove("Mcp-Name");
            request.Headers.Add("Mcp-Name", $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes("summarization"))}?=");
        });
        Assert.Equal("echo(a)", (string?)(await ReadAsync(answer))["result"]!["content"]![0]!["text"]);
    }

    [Theory]
    [InlineData("2025-11-25", -32020)]
    [InlineData(null, -32602)]
    public async Task A_body_of_another_revision_than_its_header_is_refused(string? version, int code)
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        var meta = version is null ? [] : Meta(version);
        using var answer = await caller.AskNewestAsync("tools/list", new() { ["_meta"] = meta });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (int?)(await ReadAsync(answer))["error"]!["code"]);
    }

    [Fact]
    public async Task A_body_of_this_revision_without_its_header_is_refused()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.SendAsync(Request(1, "tools/list", new() { ["_meta"] = Meta() }));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(-32020, (int?)(await ReadAsync(answer))["error"]!["code"]);
    }

    [Theory]
    [InlineData("initialize")]
    [InlineData("ping")]
    [InlineData("subscriptions/listen")]
    [InlineData("prompts/list")]
    [InlineData("boil/water")]
    public async Task A_method_that_there_is_not_is_not_found(string method)
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync(method, method == "subscriptions/listen" ? new() { ["notifications"] = new JsonObject() } : null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(-32601, (int?)(await ReadAsync(answer))["error"]!["code"]);
    }

    [Fact]
    public async Task There_is_no_session_to_end_and_nothing_is_told()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await caller.EndAsync(Newest));
        using var told = await caller.SendAsync(new() { ["jsonrpc"] = "2.0", ["method"] = "notifications/cancelled", ["params"] = new JsonObject { ["requestId"] = 1 } }, version: Newest);
        Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
    }
}
