using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>What is done on connections themselves: slowly, by half, or not at all.</summary>
public sealed class ConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Headers_that_never_end_end_the_connection()
    {
        await using var server = await StartAsync(services: services => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));
        using var slow = await RawConnection.OpenAsync(server.Address);
        await slow.WriteAsync("GET /v1/conversations HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        Assert.Contains("408", await slow.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /v1/conversations", "application/json")]
    [InlineData("POST /v1/resources", "application/octet-stream")]
    public async Task A_body_that_hardly_comes_ends_the_connection_and_leaves_nothing(string route, string type)
    {
        await using var server = await StartAsync(services: services => services.PostConfigure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(10_000, TimeSpan.FromSeconds(1.1))));
        using var slow = await RawConnection.OpenAsync(server.Address);
        await slow.WriteAsync($"{route} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {await server.KeyAsync(Acme)}\r\nContent-Type: {type}\r\nContent-Length: 100000\r\n\r\n{{");
        var answer = await slow.ReadToEndAsync();
        Assert.DoesNotContain(" 5", answer.Split("\r\n")[0].Replace("504", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await server.Services.GetRequiredService<IResourceInventory>().UsedBytesAsync(Acme, default));
    }

    [Theory]
    [InlineData("application/octet-stream", "only the half")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nonly the half")]
    public async Task A_file_that_is_cut_off_leaves_nothing(string type, string half)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var setup = Echo with { Resources = quota => new FileResourceStore(Options.Create(new ResourceStoreOptions { Directory = folder.FullName }), TimeProvider.System, quota) };
            await using var server = await StartAsync(setup, services: services => services.AddSingleton<IStartupFilter>(new AtEnd("/v1/resources", ended)));
            using (var cut = await RawConnection.OpenAsync(server.Address))
            {
                await cut.WriteAsync($"POST /v1/resources HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {await server.KeyAsync(Acme)}\r\nContent-Type: {type}\r\nContent-Length: 100000\r\n\r\n{half}");
                cut.Reset();
            }

            await ended.Task.WaitAsync(Patience);
            Assert.Equal(0, await server.Services.GetRequiredService<IResourceInventory>().UsedBytesAsync(Acme, default));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.FullName, "unfinished"), "*", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Who_does_not_read_his_answer_is_broken_off()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(services: services => services
            .PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = new MinDataRate(100_000, TimeSpan.FromSeconds(1.1)))
            .AddSingleton<IStartupFilter>(new AtEnd("/content", ended)));
        using var client = await server.ClientAsync(Acme);
        using var uploaded = await client.PostAsync("/v1/resources?name=big.txt", new ByteArrayContent([.. Enumerable.Repeat((byte)'a', 32 << 20)]));
        var resource = await ReadAsync(uploaded, JarvisJsonContext.Default.Resource);

        using var deaf = await RawConnection.OpenAsync(server.Address, receiveBuffer: 4096);
        await deaf.WriteAsync($"GET /v1/resources/{resource.Id}/content HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {await server.KeyAsync(Acme)}\r\n\r\n");
        await ended.Task.WaitAsync(Patience);
        using var next = await client.GetAsync("/v1/conversations");
        next.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_server_that_stops_ends_streams_with_where_to_go_on()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme, KeyScope.Read, KeyScope.Use);
        using var asked = await client.PostAsync("/v1/conversations/a/turns", new StringContent("""{"text":"hello"}""", System.Text.Encoding.UTF8, "application/json"));
        var receipt = await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt);
        var last = (await server.Jarvis.ReadTurnAsync(receipt, default).LastAsync()).Sequence;
        client.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        using var open = await client.GetAsync("/v1/conversations/a/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await open.Content.ReadAsStreamAsync());
        var text = "";
        while (!text.Contains($"id: {last}\n", StringComparison.Ordinal))
        {
            text += await reader.ReadLineAsync() + "\n";
        }

        var stopping = server.StopAsync();
        var rest = await reader.ReadToEndAsync();
        Assert.EndsWith($"event: stream-ended\ndata: {{\"reason\":\"stopping\",\"after\":{last}}}\n\n", rest, StringComparison.Ordinal);
        await stopping.WaitAsync(Patience);
    }
}
