using System.Net;
using Jarvis.Tenancy;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Security;

public sealed class OriginTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_pages_that_are_named_may_read_answers(bool isNamed)
    {
        await using var server = await StartAsync(configure: options =>
        {
            if (isNamed)
            {
                options.AllowedOrigins.Add("https://app.example");
            }
        });
        using var client = await server.ClientAsync(Acme, KeyScope.Read);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "https://app.example");

        using var answer = await client.GetAsync("/v1/conversations");
        Assert.Equal(isNamed, answer.Headers.Contains("Access-Control-Allow-Origin"));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/conversations");
        preflight.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        using var allowed = await client.SendAsync(preflight);
        Assert.Equal(isNamed, allowed.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(isNamed ? HttpStatusCode.NoContent : HttpStatusCode.NoContent, allowed.StatusCode);
    }
}
