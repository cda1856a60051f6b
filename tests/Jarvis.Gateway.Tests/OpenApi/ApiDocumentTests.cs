using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jarvis.Gateway.Tests.Hostile;
using Jarvis.Identity;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.OpenApi;

public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task Every_route_is_described_with_what_it_does_what_it_needs_and_its_errors()
    {
        await using var server = await StartAsync();
        var paths = (await DocumentAsync(server))["paths"]!.AsObject();
        foreach (var route in KnownRoute.Of(server).Where(route => route.Pattern.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            var path = Constraint().Replace(route.Pattern, "{$1}").Replace("{**", "{", StringComparison.Ordinal);
            var operation = (paths[path] ?? paths[path.TrimEnd('/')])?[route.Method.ToLowerInvariant()];
            Assert.True(operation?["summary"] is not null, $"{route} is not described.");
            Assert.Equal(route.Scope is not null, operation["security"] is not null);
            Assert.NotNull(operation["responses"]!["default"]!["content"]!["application/problem+json"]);
        }
    }

    [Fact]
    public async Task Every_example_of_a_body_is_taken()
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        using var client = await server.ClientAsync(TenantId.Local);
        var tried = 0;
        foreach (var (path, methods) in (await DocumentAsync(server))["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["example"] is not { } example)
                {
                    continue;
                }

                var address = path;
                foreach (var (name, value) in things.Names)
                {
                    address = address.Replace(Constraint().Replace(name, "{$1}"), value, StringComparison.Ordinal);
                }

                using var request = new HttpRequestMessage(new HttpMethod(method), address)
                {
                    Content = new StringContent(example.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
                };
                using var response = await client.SendAsync(request);
                Assert.True(
                    response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType) && (int)response.StatusCode != 500,
                    $"{method} {path} is {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                tried++;
            }
        }

        Assert.InRange(tried, 8, 100);
    }

    [Fact]
    public async Task Events_are_described_one_by_one()
    {
        await using var server = await StartAsync();
        var document = await DocumentAsync(server);
        var text = document.ToJsonString();
        foreach (var name in (string[])["turn-accepted", "task-succeeded", "turn-finished"])
        {
            Assert.Contains($"\"{name}\"", text, StringComparison.Ordinal);
        }

        Assert.NotNull(document["paths"]!["/v1/conversations/{conversation}/events"]!["get"]!["responses"]!["200"]!["content"]!["text/event-stream"]);
    }

    private static async Task<JsonObject> DocumentAsync(GatewayServer server)
    {
        using var client = server.Anonymous();
        return (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
    }

    [GeneratedRegex(@"\{(\w+):[^}]*\)?\}")]
    private static partial Regex Constraint();
}
