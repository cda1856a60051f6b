using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>What holds for every route, whichever there are: the list is the server's own.</summary>
public sealed class RouteTests
{
    private static readonly KeyScope[] Scopes = Enum.GetValues<KeyScope>();

    [Fact]
    public async Task Every_route_needs_a_key_that_is_good_unless_it_says_that_it_is_open()
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        var good = await server.KeyAsync(Acme);
        string?[] bad = [null, "Bearer", "Bearer none", $"Bearer {good[..^1]}{(good[^1] == 'x' ? 'y' : 'x')}", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{good}"))}", $"Bearer {new string('a', 20_000)}"];
        var routes = KnownRoute.Of(server);
        Assert.Equal(["GET /health", "GET /hugginggpt/files/{**path}", "GET /v1/links/{link}", "HEAD /hugginggpt/files/{**path}", "HEAD /v1/links/{link}"], routes.Where(route => route.Scope is null && !route.Pattern.StartsWith("/openapi", StringComparison.Ordinal)).Select(route => $"{route}").Order());
        using var client = server.Anonymous();
        foreach (var route in routes.Where(route => route.Scope is not null))
        {
            foreach (var authorization in bad)
            {
                using var request = route.Request(things);
                _ = authorization is null || request.Headers.TryAddWithoutValidation("Authorization", authorization);
                using var response = await client.SendAsync(request);
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{route} with '{authorization}' is {response.StatusCode}.");
                Assert.NotEmpty(response.Headers.WwwAuthenticate);
            }
        }
    }

    [Fact]
    public async Task Every_route_needs_the_scope_that_it_says()
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        foreach (var route in KnownRoute.Of(server).Where(route => route.Scope is not null))
        {
            using var client = await server.ClientAsync(Acme, [.. Scopes.Where(scope => scope != route.Scope)]);
            using var response = await client.SendAsync(route.Request(things));
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{route} is {response.StatusCode}.");
        }
    }

    [Fact]
    public async Task What_is_another_tenants_is_not_there_on_every_route()
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        using var rival = await server.ClientAsync(Rival);
        foreach (var route in KnownRoute.Of(server).Where(route => route.NamesSomething && route.Scope is not null))
        {
            if (route.ToString() is "POST /v1/conversations/{conversation}/turns" or "POST /v1/tasks/{type}")
            {
                // What it names is the caller's own, and comes to be by this.
                continue;
            }

            using var response = await rival.SendAsync(route.Request(things));
            // That others rule over tenants is told to nobody who does not.
            var hides = response.StatusCode == HttpStatusCode.NotFound
                || (response.StatusCode == HttpStatusCode.Forbidden && route.Pattern is "/v1/tenants/{tenant}" or "/v1/tenants/{tenant}/limits");
            Assert.True(hides, $"{route} is {response.StatusCode}.");
        }

        Assert.NotEmpty((await server.Jarvis.GetAsync(new ConversationId(Acme, "trip"), default)).Turns);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{\"text\":null,\"label\":null,\"id\":null,\"is\":null}", "application/json")]
    [InlineData("{\"text\":{},\"label\":1,\"id\":\"../..\",\"is\":\"boom\",\"lifetime\":\"never\",\"grace\":-1}", "application/json")]
    [InlineData("\"\\ud800\"", "application/json")]
    [InlineData("{\"arguments\":{\"text\":\"\\ud800\"},\"weight\":\"\\ud800\"}", "application/json")]
    [InlineData("a=b", "application/x-www-form-urlencoded")]
    [InlineData("<a/>", "application/xml")]
    [InlineData("--x\r\n", "multipart/form-data; boundary=x")]
    [InlineData("--x\r\n\r\n", "multipart/form-data")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhello", "multipart/form-data; boundary=x")]
    public async Task A_body_that_is_none_is_refused_with_what_to_do_by_every_route(string body, string type)
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        using var client = await server.ClientAsync(TenantId.Local);
        foreach (var route in KnownRoute.Of(server).Where(route => route.TakesBody && !TakesAnyBody(route) && !TakesFile(route)))
        {
            using var request = route.Request(things);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await client.SendAsync(request);
            Assert.True((int)response.StatusCode is >= 400 and < 500, $"{route} is {response.StatusCode}.");
            Assert.NotEmpty(await ShownError.ReadAsync(response));
        }
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_by_every_route()
    {
        await using var server = await StartAsync(configure: options => options.MaxBodyLength = options.MaxInlineLength = 4096);
        var things = await Things.MakeAsync(server);
        using var client = await server.ClientAsync(TenantId.Local);
        foreach (var route in KnownRoute.Of(server).Where(route => route.TakesBody && !TakesAnyBody(route) && !TakesForm(route)))
        {
            using var request = route.Request(things);
            request.Content = new StringContent($$"""{"text":"{{new string('a', 8192)}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await client.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{route} is {response.StatusCode}.");
            Assert.NotEmpty(await ShownError.ReadAsync(response));
        }
    }

    [Fact]
    public async Task An_address_or_a_method_that_there_is_not_is_told_as_every_other_error()
    {
        await using var server = await StartAsync();
        var things = await Things.MakeAsync(server);
        using var client = await server.ClientAsync(TenantId.Local);
        using var nowhere = await client.GetAsync("/v1/nowhere");
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(nowhere)).Code);
        foreach (var route in KnownRoute.Of(server))
        {
            using var request = new HttpRequestMessage(HttpMethod.Trace, route.Address(things));
            using var response = await client.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.MethodNotAllowed, $"{route} is {response.StatusCode} {await response.Content.ReadAsStringAsync()}.");
            Assert.Contains(route.Method, response.Content.Headers.Allow);
            Assert.NotEmpty(await ShownError.ReadAsync(response));
        }
    }

    /// <summary>What is no JSON is a file, which may be anything.</summary>
    private static bool TakesFile(KnownRoute route) => route.Pattern.EndsWith("/models/{**model}", StringComparison.Ordinal);

    /// <summary>Forms are read part by part, each with a limit of its own.</summary>
    private static bool TakesForm(KnownRoute route) => route.Pattern.EndsWith("/transcriptions", StringComparison.Ordinal);

    /// <summary>A file may be anything, and some are asked for without saying more.</summary>
    private static bool TakesAnyBody(KnownRoute route) => route.Pattern is "/v1/resources/" or "/v1/loaded-models/{**model}" || route.Pattern.EndsWith("/cancel", StringComparison.Ordinal);
}
