using System.Net;
using System.Net.Http.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Security;

public sealed class LocalCallerTests
{
    [Fact]
    public async Task Without_keys_who_is_at_this_machine_is_its_own_tenant()
    {
        await using var server = await OpenAsync();
        using var client = server.Anonymous();
        using var asked = await client.PostAsJsonAsync("/v1/conversations/mine/turns", new { text = "say hello" });
        Assert.Equal(TenantId.Local, (await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt)).Turn.Conversation.Tenant);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_is_not_at_this_machine(string header, string value)
    {
        await using var server = await OpenAsync();
        using var client = server.Anonymous();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using var request = new HttpRequestMessage(method, "/v1/conversations");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal(ErrorCode.Forbidden, (await ProblemAsync(response)).Code);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Names_of_this_machine_are_its_own(string host)
    {
        await using var server = await OpenAsync();
        using var client = server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/conversations");
        request.Headers.Host = $"{host}:{server.Address.Port}";
        request.Headers.TryAddWithoutValidation("Origin", $"http://{host}:{server.Address.Port}");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_also_where_none_is_needed()
    {
        await using var server = await OpenAsync();
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer jv_none");
        using var response = await client.GetAsync("/v1/conversations");
        Assert.Equal(ErrorCode.Unauthorized, (await ProblemAsync(response)).Code);
    }

    [Theory]
    [InlineData("http://localhost:9999", HttpStatusCode.OK)]
    [InlineData("http://localhost:9998", HttpStatusCode.Forbidden)]
    [InlineData("https://app.example", HttpStatusCode.Forbidden)]
    public async Task A_page_that_is_named_needs_no_key_only_where_it_is_of_this_machine(string origin, HttpStatusCode status)
    {
        await using var server = await StartAsync(configure: options =>
        {
            options.RequireKeys = false;
            options.AllowedOrigins.Add("http://localhost:9999");
            options.AllowedOrigins.Add("https://app.example");
        });
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        using var response = await client.GetAsync("/v1/conversations");
        Assert.Equal(status, response.StatusCode);
    }

    private static Task<GatewayServer> OpenAsync() => StartAsync(configure: options => options.RequireKeys = false);
}
