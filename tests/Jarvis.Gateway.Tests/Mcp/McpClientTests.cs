using Jarvis.Gateway.Tests.Clients;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>The cases are in deploy/clients/mcp.cjs.</summary>
public sealed class McpClientTests
{
    [ClientTheory("@modelcontextprotocol")]
    [CombinedCases("greeting", "tools", "text", "files", "resources", "ask", "errors", "progress", "cancellation", "keys", "end")]
    public async Task The_official_clients_get_what_they_expect_in_both_revisions(string revision, string @case)
    {
        await using var server = await ClientHost.StartAsync();
        await OfficialClient.RunAsync(server, await server.KeyAsync(Acme), "mcp.cjs", revision, @case);
    }
}
