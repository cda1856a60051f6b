using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Conformance.Hosts;
using Jarvis.Gateway.Mcp;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;
using static Jarvis.Gateway.Tests.Mcp.McpCaller;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>Files as resources, and in what tools take and give.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task Files_are_listed_page_by_page_each_once_and_no_foreign_one()
    {
        await using var server = await StartAsync();
        var stored = new HashSet<string>();
        for (var number = 0; number < McpResources.Page + 20; number++)
        {
            stored.Add(ResourceUri.Of(await StoreAsync(server, Acme, $"note {number}")));
        }

        await StoreAsync(server, Rival, "a foreign note");
        var caller = await ForAsync(server, Acme);
        var listed = new List<string>();
        var sizes = new List<int>();
        string? cursor = null;
        do
        {
            using var answer = await caller.AskNewestAsync("resources/list", cursor is null ? null : new() { ["cursor"] = cursor });
            var result = (await ReadAsync(answer))["result"]!;
            var page = result["resources"]!.AsArray().Select(resource => (string?)resource!["uri"]).ToList();
            sizes.Add(page.Count);
            listed.AddRange(page!);
            cursor = (string?)result["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal([McpResources.Page, 20], sizes);
        Assert.Equal(stored.Order(), listed.Order());
    }

    [Fact]
    public async Task A_foreign_file_is_not_there()
    {
        await using var server = await StartAsync();
        var uri = ResourceUri.Of(await StoreAsync(server, Acme, "a secret"));
        var rival = await ForAsync(server, Rival);
        using var read = await rival.AskNewestAsync("resources/read", new() { ["uri"] = uri });
        Assert.Equal(-32602, (int?)(await ReadAsync(read))["error"]!["code"]);
        using var used = await rival.AskNewestAsync("tools/call", Call("summarization", Text(uri)));
        Assert.True((bool?)(await ReadAsync(used))["result"]!["isError"]);
    }

    [Fact]
    public async Task A_text_is_read_as_text_and_one_that_is_too_long_is_to_be_downloaded()
    {
        await using var server = await StartAsync();
        var caller = await ForAsync(server, Acme);
        using var read = await caller.AskNewestAsync("resources/read", new() { ["uri"] = ResourceUri.Of(await StoreAsync(server, Acme, "a note")) });
        Assert.Equal("a note", (string?)(await ReadAsync(read))["result"]!["contents"]![0]!["text"]);
        var long_ = await StoreAsync(server, Acme, new string('a', McpResources.MaxRead + 1));
        using var refused = await caller.AskNewestAsync("resources/read", new() { ["uri"] = ResourceUri.Of(long_) });
        Assert.Contains($"/v1/resources/{long_}/content", (string?)(await ReadAsync(refused))["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_long_is_given_by_its_address_alone()
    {
        await using var server = await StartAsync(Echo with
        {
            Runner = new ScriptedRunner((_, _, _) => Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", new string('a', ToolContents.MaxInline + 1))))),
        });
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync("tools/call", Call("summarization", Text("a")));
        var content = (await ReadAsync(answer))["result"]!["content"]!.AsArray().Single()!;
        Assert.Equal(("resource_link", ToolContents.MaxInline + 1), ((string?)content["type"], (int?)content["size"]));
    }

    [Fact]
    public async Task Addresses_on_the_web_are_fetched_as_those_of_requests_are()
    {
        await using var server = await StartAsync(services: services => services.AddSingleton<IResourceFetcher>(
            provider => new ScriptedFetcher(provider.GetRequiredService<IResourceStore>(), _ => "from the web"u8.ToArray())));
        var caller = await ForAsync(server, Acme);
        using var answer = await caller.AskNewestAsync("tools/call", Call("ask", new() { ["text"] = "hello", ["files"] = new JsonArray("https://example.org/a.txt") }));
        Assert.Null((bool?)(await ReadAsync(answer))["result"]!["isError"]);
        Assert.Equal(["https://example.org/a.txt"], ((ScriptedFetcher)server.Services.GetRequiredService<IResourceFetcher>()).Asked);
    }

    private static async Task<ResourceId> StoreAsync(GatewayServer server, TenantId tenant, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await server.Jarvis.UploadAsync(tenant, content, "note.txt", default)).Id;
    }
}
