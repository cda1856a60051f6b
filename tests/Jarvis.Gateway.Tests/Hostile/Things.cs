using System.Net.Http.Json;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>One of everything that a tenant may own, by what stands for it in routes.</summary>
/// <param name="Names">What stands for it, and its name.</param>
internal sealed record Things(IReadOnlyList<(string Name, string Value)> Names)
{
    /// <summary>Makes one of everything for Acme.</summary>
    internal static async Task<Things> MakeAsync(GatewayServer server)
    {
        using var client = await server.ClientAsync(GatewayServer.Acme);
        using var uploaded = await client.PostAsync("/v1/resources?name=note.txt", new StringContent("kept"));
        var resource = await GatewayServer.ReadAsync(uploaded, JarvisJsonContext.Default.Resource);
        using var asked = await client.PostAsJsonAsync("/v1/conversations/trip/turns", new { text = "say hello" });
        await server.Jarvis.ReadTurnAsync(await GatewayServer.ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt), default).LastAsync();
        var key = await server.Services.GetRequiredService<ICallerKeys>().CreateAsync(GatewayServer.Acme, new CallerKeyRequest("one", KeyScope.Read), default);
        return new(
        [
            ("{conversation}", "trip"),
            ("{turn:int:min(1)}", "1"),
            ("{resource}", resource.Id.Value),
            ("{tenant}", GatewayServer.Acme.Value),
            ("{key}", key.Key.Id),
            ("{response}", "resp_1_trip"),
            ("{link}", "1~0~none"),
            ("{documentName}", "v1"),
            ("{**path}", "1/none/acme/none/file.png"),
            ("{**model}", "echo"),
            ("{type}", "summarization"),
        ]);
    }
}
