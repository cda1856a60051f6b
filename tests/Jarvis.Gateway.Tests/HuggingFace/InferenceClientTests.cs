using Jarvis.Gateway.Tests.Clients;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.HuggingFace;

/// <summary>The cases are in deploy/clients/huggingface.cjs.</summary>
public sealed class InferenceClientTests
{
    [ClientTheory("@huggingface/inference")]
    [InlineData("texts")]
    [InlineData("files")]
    [InlineData("completions")]
    [InlineData("the router's path")]
    [InlineData("errors")]
    public async Task The_official_client_gets_what_it_expects(string @case)
    {
        await using var server = await ClientHost.StartAsync();
        await OfficialClient.RunAsync(server, await server.KeyAsync(Acme), "huggingface.cjs", @case);
    }
}
