using System.Net.Http.Json;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>Who reads events: many at once, and one who does not.</summary>
public sealed class EventReaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Who_stops_reading_his_events_is_broken_off_and_holds_nobody_up()
    {
        const int Turns = 300;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(
            configure: options => (options.MaxEventStreams, options.RequestsPerMinute) = (1, 100_000),
            services: services => services
                .PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = new MinDataRate(10_000_000, TimeSpan.FromSeconds(1.1)))
                .AddSingleton<IStartupFilter>(new AtEnd("/events", ended)));
        using var client = await server.ClientAsync(Acme);
        var key = client.DefaultRequestHeaders.Authorization!.Parameter;

        // More than the buffers of the line hold.
        await AskAsync(Turns);
        using var deaf = await RawConnection.OpenAsync(server.Address, receiveBuffer: 4096);
        await deaf.WriteAsync($"GET /v1/conversations/a/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Bearer {key}\r\n\r\n");
        await AskAsync(1);
        await ended.Task.WaitAsync(Patience);

        using var next = new HttpRequestMessage(HttpMethod.Get, "/v1/conversations/a/events") { Headers = { { "Accept", "text/event-stream" } } };
        using var open = await client.SendAsync(next, HttpCompletionOption.ResponseHeadersRead);
        open.EnsureSuccessStatusCode();

        async Task AskAsync(int turns)
        {
            for (var turn = 0; turn < turns; turn++)
            {
                using var asked = await client.PostAsJsonAsync("/v1/conversations/a/turns", new { text = new string('a', 32_000) });
                var receipt = await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt);
                await server.Jarvis.ReadTurnAsync(receipt, default).LastAsync();
            }
        }
    }

    [Fact]
    public async Task A_hundred_streams_that_are_open_at_once_all_see_the_same_to_the_end()
    {
        const int Readers = 100;
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var first = await client.PostAsJsonAsync("/v1/conversations/a/turns", new { text = "hello" });
        var last = (await server.Jarvis.ReadTurnAsync(await ReadAsync(first, JarvisJsonContext.Default.TurnReceipt), default).LastAsync()).Sequence;
        using var patience = new CancellationTokenSource(Patience);
        var opened = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => OpenAsync()));

        using var second = await client.PostAsJsonAsync("/v1/conversations/a/turns", new { text = "hello again" });
        second.EnsureSuccessStatusCode();
        var read = await Task.WhenAll(opened.Select(ReadToEndAsync));

        Assert.All(read, ids => Assert.Equal(read[0], ids));
        Assert.Equal(Enumerable.Range((int)last + 1, read[0].Count), read[0]);

        async Task<StreamReader> OpenAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/conversations/a/events?after={last}") { Headers = { { "Accept", "text/event-stream" } } };
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(patience.Token));
        }

        async Task<List<int>> ReadToEndAsync(StreamReader stream)
        {
            var ids = new List<int>();
            while (await stream.ReadLineAsync(patience.Token) is { } line && line != "event: turn-finished")
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    ids.Add(int.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            stream.Dispose();
            return ids;
        }
    }
}
