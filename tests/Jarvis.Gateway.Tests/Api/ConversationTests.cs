using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class ConversationTests
{
    [Fact]
    public async Task What_is_asked_is_answered_and_its_events_are_those_of_the_host()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);

        using var asked = await client.PostAsJsonAsync("/v1/conversations/trip/turns", new { text = "say hello" });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal("/v1/conversations/trip/turns/1", asked.Headers.Location?.OriginalString);
        var receipt = await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt);

        var streamed = await StreamAsync(client, "/v1/conversations/trip/turns/1/events");
        var kept = new List<ConversationEvent>();
        await foreach (var happened in server.Jarvis.ReadTurnAsync(receipt, default))
        {
            kept.Add(happened);
        }

        Assert.Equal(kept.Select(Json), streamed.Select(Json));
        var turn = await client.GetFromJsonAsync("/v1/conversations/trip/turns/1", JarvisJsonContext.Default.TurnSummary);
        Assert.Equal(TurnStatus.Answered, turn!.Status);
    }

    [Fact]
    public async Task A_turn_that_has_been_read_to_its_end_has_no_content()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var asked = await client.PostAsJsonAsync("/v1/conversations/trip/turns", new { text = "say hello" });
        var last = (await StreamAsync(client, "/v1/conversations/trip/turns/1/events"))[^1].Sequence;

        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/conversations/trip/turns/1/events");
        again.Headers.Add("Accept", "text/event-stream");
        again.Headers.Add("Last-Event-ID", $"{last}");
        using var response = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        var rest = await StreamAsync(client, $"/v1/conversations/trip/turns/1/events?after={last - 2}");
        Assert.Equal([last - 1, last], rest.Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task Who_cannot_stream_reads_a_part_at_a_time()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var asked = await client.PostAsJsonAsync("/v1/conversations", new { text = "say hello" });
        var receipt = await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt);
        var read = new List<ConversationEvent>();
        for (string? after = "0"; read.LastOrDefault() is not TurnFinished;)
        {
            var part = await client.GetFromJsonAsync(
                $"/v1/conversations/{receipt.Turn.Conversation.Name}/events?after={after}&wait=30", JarvisJsonContext.Default.ListPageConversationEvent);
            read.AddRange(part!.Data);
            after = part.Next;
        }

        Assert.Equal(Enumerable.Range(1, read.Count).Select(number => (long)number), read.Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task The_same_idempotency_key_is_one_turn_of_one_conversation()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        var receipts = new List<TurnReceipt>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/conversations") { Content = JsonContent.Create(new { text = "say hello" }) };
            request.Headers.Add("Idempotency-Key", "once");
            using var response = await client.SendAsync(request);
            receipts.Add(await ReadAsync(response, JarvisJsonContext.Default.TurnReceipt));
        }

        Assert.Equal(receipts[0], receipts[1]);

        using var other = new HttpRequestMessage(HttpMethod.Post, "/v1/conversations") { Content = JsonContent.Create(new { text = "say goodbye" }) };
        other.Headers.Add("Idempotency-Key", "once");
        using var refused = await client.SendAsync(other);
        Assert.Equal(ErrorCode.Conflict, (await ProblemAsync(refused)).Code);
    }

    [Fact]
    public async Task Conversations_of_another_tenant_are_not_there()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var rival = await server.ClientAsync(Rival);
        using var asked = await client.PostAsJsonAsync("/v1/conversations/trip/turns", new { text = "say hello" });

        using var foreign = await rival.GetAsync("/v1/conversations/trip");
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(foreign)).Code);
        using var own = await client.GetAsync("/v1/conversations/trip");
        Assert.Equal(new ConversationId(Acme, "trip"), (await ReadAsync(own, JarvisJsonContext.Default.ConversationSnapshot)).Id);
        using var list = await rival.GetAsync("/v1/conversations");
        Assert.Empty((await ReadAsync(list, JarvisJsonContext.Default.ListPageConversationListItem)).Data);
    }

    internal static string Json(ConversationEvent happened) => JsonSerializer.Serialize(happened, JarvisJsonContext.Default.ConversationEvent);

    /// <summary>Reads a stream of events to its end.</summary>
    internal static async Task<List<ConversationEvent>> StreamAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n").Where(block => block.Contains("\ndata: ", StringComparison.Ordinal)).Select(Parse)];
    }

    private static ConversationEvent Parse(string block)
    {
        var data = new StringBuilder();
        foreach (var line in block.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            data.Append(line["data: ".Length..]);
        }

        return JsonSerializer.Deserialize(data.ToString(), JarvisJsonContext.Default.ConversationEvent)!;
    }
}
