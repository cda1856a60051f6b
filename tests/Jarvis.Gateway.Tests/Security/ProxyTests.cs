using System.Net;
using Jarvis.Errors;
using Microsoft.Extensions.Time.Testing;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Security;

/// <summary>Whom a proxy says that it calls for is believed of those that are trusted, and of nobody else.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.0/8", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.7", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Where_no_key_is_needed_somebody_far_away_is_let_in_only_if_his_proxy_is_not_known_to_be_one(string? trusted, HttpStatusCode expected)
    {
        await using var server = await StartAsync(configure: options =>
        {
            options.RequireKeys = false;
            Trust(options, trusted);
        });

        Assert.Equal(expected, await AskAsync(server, "203.0.113.9"));
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.TooManyRequests)]
    public async Task Who_has_no_key_is_counted_by_the_address_that_a_trusted_proxy_says(string? trusted, HttpStatusCode second)
    {
        await using var server = await StartAsync(Echo with { Time = new FakeTimeProvider() }, options =>
        {
            options.RequestsPerMinute = 1;
            Trust(options, trusted);
        });

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(server, "203.0.113.9"));
        Assert.Equal(second, await AskAsync(server, "203.0.113.10"));
    }

    [Fact]
    public async Task What_is_no_address_of_a_proxy_ends_the_start()
    {
        var told = await Assert.ThrowsAsync<JarvisException>(() => StartAsync(configure: options => Trust(options, "proxy.example")));

        Assert.Contains("Jarvis:Gateway:TrustedProxies", told.Message, StringComparison.Ordinal);
    }

    private static void Trust(GatewayOptions options, string? proxy)
    {
        if (proxy is not null)
        {
            options.TrustedProxies.Add(proxy);
        }
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayServer server, string from)
    {
        using var client = server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/conversations") { Headers = { { "X-Forwarded-For", from } } };
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
