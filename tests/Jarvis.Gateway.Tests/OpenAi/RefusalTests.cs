using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Gateway.Tests.Clients;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.OpenAi;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("/openai/v1/chat/completions", """{"model":"jarvis","messages":[null]}""")]
    [InlineData("/openai/v1/responses", """{"model":"jarvis","input":[null]}""")]
    public async Task A_message_that_is_null_is_refused(string path, string body)
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);

        using var refused = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_response_that_was_made_is_not_told_as_a_stream()
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);
        var id = await RespondAsync(client, "hello", isStored: true, key: null);

        using var refused = await client.GetAsync($"/openai/v1/responses/{id}?stream=true");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("\"param\":\"stream\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_stays_though_the_same_idempotency_key_comes_with_what_is_not()
    {
        await using var server = await ClientHost.StartAsync();
        using var client = await server.ClientAsync(Acme);
        var stored = await RespondAsync(client, "hello", isStored: true, "mine");
        Assert.Equal(stored, await RespondAsync(client, "hello", isStored: true, "mine"));

        await RespondAsync(client, "good bye", isStored: false, "mine");

        using var there = await client.GetAsync($"/openai/v1/responses/{stored}");
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
    }

    [Fact]
    public async Task One_long_body_more_than_a_caller_may_be_sending_is_refused_until_one_is_read()
    {
        await using var server = await StartAsync(ClientHost.Setup, options => (options.MaxBodyLength, options.MaxInlineBodies) = (1024, 1));
        using var client = await server.ClientAsync(Acme);
        var (begun, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        // Its body begins when the server asks for it, which is when it reads.
        using var asked = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = client.BaseAddress };
        asked.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        asked.DefaultRequestHeaders.ExpectContinue = true;
        var first = asked.PostAsync("/openai/v1/chat/completions", new SlowContent(Chat(2000), begun, go.Task));
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        using var second = await client.PostAsync("/openai/v1/chat/completions", new StringContent(Chat(2000), Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        using var small = await client.PostAsync("/openai/v1/chat/completions", new StringContent(Chat(10), Encoding.UTF8, "application/json"));
        Assert.True(small.IsSuccessStatusCode);
        go.SetResult();
        using var whole = await first;
        Assert.True(whole.IsSuccessStatusCode);
        using var third = await client.PostAsync("/openai/v1/chat/completions", new StringContent(Chat(2000), Encoding.UTF8, "application/json"));
        Assert.True(third.IsSuccessStatusCode);
    }

    private static string Chat(int length) => $$"""{"model":"jarvis","messages":[{"role":"user","content":"{{new string('a', length)}}"}]}""";

    private static async Task<string> RespondAsync(HttpClient client, string text, bool isStored, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/responses") { Content = JsonContent.Create(new { model = "jarvis", input = text, store = isStored }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!;
    }

    /// <summary>JSON of which the end comes when it is let go.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly TaskCompletionSource _begun;
        private readonly Task _go;

        internal SlowContent(string json, TaskCompletionSource begun, Task go)
        {
            (_bytes, _begun, _go) = (Encoding.UTF8.GetBytes(json), begun, go);
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length - 1));
            await stream.FlushAsync();
            _begun.SetResult();
            await _go;
            await stream.WriteAsync(_bytes.AsMemory(_bytes.Length - 1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
