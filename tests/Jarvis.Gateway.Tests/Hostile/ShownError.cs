using System.Text.Json;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>What an error says, in the shape of the protocol that the address is of.</summary>
internal static class ShownError
{
    internal static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        if (path == "/health" || path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/openapi/", StringComparison.Ordinal))
        {
            return (await GatewayServer.ProblemAsync(response)).Detail;
        }

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        if (error.ValueKind == JsonValueKind.String)
        {
            return error.GetString()!;
        }

        if (body.RootElement.TryGetProperty("jsonrpc", out _))
        {
            Assert.NotEqual(0, error.GetProperty("code").GetInt32());
            return error.GetProperty("message").GetString()!;
        }

        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        Assert.NotEmpty(error.GetProperty("code").GetString()!);
        return error.GetProperty("message").GetString()!;
    }
}
