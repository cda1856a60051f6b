using System.Net.Http.Headers;
using System.Text;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>A method and an address of the route table, with what an honest caller would send there.</summary>
/// <param name="Method">The method.</param>
/// <param name="Pattern">The route, as it is mapped.</param>
/// <param name="Scope">What it needs; null for nothing.</param>
internal sealed record KnownRoute(string Method, string Pattern, KeyScope? Scope)
{
    /// <summary>Bodies that an honest caller would send, by the end of the route. A route that takes one and is not here is sent an empty object.</summary>
    private static readonly (string End, string Json)[] Bodies =
    [
        ("/conversations/", """{"text":"say hello"}"""),
        ("/turns", """{"text":"say hello","attachments":[],"timeout":"00:10:00","approval":{"wholePlan":true}}"""),
        ("/commands", """{"is":"retry-task","task":0}"""),
        ("/links", """{"lifetime":"00:01:00","disposition":"inline"}"""),
        ("/tenants/", """{"id":"another","label":"Another"}"""),
        ("/tasks/{type}", """{"arguments":{"text":"a"}}"""),
        ("/limits", """{"turns-per-day":1000,"weight":"default"}"""),
        ("/keys/", """{"label":"web","scopes":["read"]}"""),
        ("/chat/completions", """{"model":"jarvis","messages":[{"role":"user","content":"say hello"}]}"""),
        ("/v1/responses", """{"model":"jarvis","input":"say hello"}"""),
        ("/speech", """{"model":"jarvis","input":"say hello","voice":"alloy"}"""),
        ("/embeddings", """{"model":"jarvis","input":"say hello"}"""),
        ("/hugginggpt", """{"messages":[{"role":"user","content":"say hello"}]}"""),
        ("/tasks", """{"messages":[{"role":"user","content":"say hello"}]}"""),
        ("/results", """{"messages":[{"role":"user","content":"say hello"}]}"""),
        ("/models/{**model}", """{"inputs":"say hello","parameters":{"a":1}}"""),
        ("/mcp", """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"a","version":"1"}}}"""),
        ("/rotate", """{"grace":"01:00:00"}"""),
    ];

    /// <summary>Whether its address names something that a tenant owns.</summary>
    internal bool NamesSomething => Pattern.Contains('{', StringComparison.Ordinal) && !Pattern.Contains("{**", StringComparison.Ordinal) && !Pattern.Contains("{link}", StringComparison.Ordinal);

    internal bool TakesBody => Method is "POST" or "PATCH" or "PUT";

    internal string Json => Bodies.FirstOrDefault(known => Pattern.EndsWith(known.End, StringComparison.Ordinal)).Json ?? "{}";

    internal static IReadOnlyList<KnownRoute> Of(GatewayServer server) =>
    [
        .. from route in server.Routes
           let access = route.Metadata.GetMetadata<RequestAccess>()
           from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           select new KnownRoute(method, route.RoutePattern.RawText!, access?.Scope),
    ];

    /// <summary>The address, with names of things that there are.</summary>
    internal string Address(Things things)
    {
        var address = new StringBuilder(Pattern);
        foreach (var (name, value) in things.Names)
        {
            address.Replace(name, value);
        }

        var text = address.ToString();
        Assert.False(text.Contains('{', StringComparison.Ordinal), $"Say in {nameof(Things)} what stands in {Pattern}.");
        return text;
    }

    internal HttpRequestMessage Request(Things things)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Address(things));
        if (TakesBody)
        {
            request.Content = new StringContent(Json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        return request;
    }

    public override string ToString() => $"{Method} {Pattern}";
}
