using Jarvis.Gateway.Tests.Clients;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.OpenAi;

/// <summary>The cases are in deploy/clients/openai.cjs.</summary>
public sealed class OpenAiClientTests
{
    [ClientTheory("openai")]
    [InlineData("models")]
    [InlineData("chat completion")]
    [InlineData("chat completion that is streamed")]
    [InlineData("chat completion by the helper")]
    [InlineData("chat completion with progress")]
    [InlineData("history")]
    [InlineData("files")]
    [InlineData("files that are made")]
    [InlineData("what is stored")]
    [InlineData("errors")]
    [InlineData("response")]
    [InlineData("response that is streamed")]
    [InlineData("response in the background")]
    [InlineData("audio")]
    public async Task The_official_client_gets_what_it_expects(string @case)
    {
        await using var server = await ClientHost.StartAsync();
        await OfficialClient.RunAsync(server, await server.KeyAsync(Acme), "openai.cjs", @case);
    }
}
