using System.Net;
using System.Net.Http.Json;
using Jarvis.Conformance;
using Jarvis.Events;
using Jarvis.Gateway.Api.Conversations;
using Jarvis.Planning;
using Jarvis.Serialization;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_part_is_bounded_and_the_next_goes_on_after_it()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        var tasks = Enumerable.Range(0, 60).Select(number => new { id = number, type = TaskTypes.Summarization, arguments = new { text = new { @is = "text", text = "a" } } });
        using var asked = await client.PostAsJsonAsync("/v1/conversations/long/turns", new { text = "run them", tasks });
        var receipt = await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt);
        var all = await server.Jarvis.ReadTurnAsync(receipt, default).ToListAsync();
        Assert.InRange(all.Count, EventReading.MaxPart + 1, 2 * EventReading.MaxPart);

        var first = (await client.GetFromJsonAsync("/v1/conversations/long/events", JarvisJsonContext.Default.ListPageConversationEvent))!;
        Assert.Equal((EventReading.MaxPart, true), (first.Data.Length, first.HasMore));
        var rest = (await client.GetFromJsonAsync($"/v1/conversations/long/events?after={first.Next}", JarvisJsonContext.Default.ListPageConversationEvent))!;
        Assert.Equal((all.Count - EventReading.MaxPart, false), (rest.Data.Length, rest.HasMore));
        Assert.IsType<TurnFinished>(rest.Data[^1]);
    }

    [Fact]
    public async Task A_time_that_is_no_number_is_refused()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var asked = await client.PostAsJsonAsync("/v1/conversations/nan/turns", new { text = "say hello" });
        asked.EnsureSuccessStatusCode();

        using var refused = await client.GetAsync("/v1/conversations/nan/events?wait=NaN");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_part_is_waited_for_no_longer_than_its_limit()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(Echo with { Time = time });
        using var client = await server.ClientAsync(Acme);
        using var asked = await client.PostAsJsonAsync("/v1/conversations/short/turns", new { text = "say hello" });
        var last = (await server.Jarvis.ReadTurnAsync(await ReadAsync(asked, JarvisJsonContext.Default.TurnReceipt), default).LastAsync()).Sequence;

        var armed = time.NextTimerAsync(EventReading.MaxWait);
        var waiting = client.GetFromJsonAsync($"/v1/conversations/short/events?after={last}&wait=100000", JarvisJsonContext.Default.ListPageConversationEvent);
        await armed;
        time.Advance(EventReading.MaxWait - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty((await waiting)!.Data);
    }
}
