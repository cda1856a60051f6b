using System.Text;
using Jarvis.Client.Tests.Specs;
using Jarvis.Client.Tests.Support;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Client.Tests.Support.StubServer;

namespace Jarvis.Client.Tests;

/// <summary>A stream of events over lines that break, and of servers that mean ill.</summary>
public sealed class EventStreamTests
{
    private const string After = "GET /v1/conversations/trip/events?after=";

    [Fact]
    public async Task A_line_that_is_cut_is_opened_again_where_it_broke_off_and_no_event_comes_twice_or_not_at_all()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(
            Told($"retry: 1000\n\n{Event(1)}{Event(2)}id: 3\nevent: plan-st", CutAfter(seen.Task)),
            CutAsync,
            Json("", 502, "text/html"),
            Told($"{Event(1)}{Event(2)}: still here\n\n{Event(3)}event: stream-ended\ndata: {{}}\n\n"),
            Told(Event(4)),
            Told(Event(5), HangAsync));
        await using var client = new TestClient(server.Address);

        Assert.Equal([1, 2, 3, 4, 5], await client.ReadAsync(5, read => _ = read == 2 && seen.TrySetResult()));
        Assert.Equal([$"{After}0", $"{After}2", $"{After}2", $"{After}2", $"{After}3", $"{After}4"], server.Asked);
    }

    [Fact]
    public async Task An_event_that_a_stream_leaves_out_is_asked_for_again()
    {
        await using var server = await StartAsync(Told(Event(1) + Event(3), HangAsync), Told(Event(2) + Event(3), HangAsync));
        await using var client = new TestClient(server.Address);

        Assert.Equal([1, 2, 3], await client.ReadAsync(3));
        Assert.Equal([$"{After}0", $"{After}1"], server.Asked);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_taken_for_lost()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(Told(Event(1), HangAsync), Told(Event(2), HangAsync));
        await using var client = new TestClient(server.Address, options => options.Silence = TimeSpan.FromSeconds(45), services => services.AddSingleton<TimeProvider>(time));
        await using var events = client.Jarvis.ReadEventsAsync(TestClient.Conversation, 0, default).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        var silent = time.NextTimerAsync(TimeSpan.FromSeconds(45));

        var next = events.MoveNextAsync().AsTask();
        await silent.WaitAsync(TestClient.Patience);
        time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(10);
        time.Advance(TimeSpan.FromSeconds(45));
        while (!next.IsCompleted)
        {
            // The pause before the next try.
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.Equal(2, events.Current.Sequence);
    }

    [Fact]
    public async Task A_reader_is_told_at_once_when_the_conversation_is_deleted()
    {
        const string Problem = """{"type":"urn:jarvis:error:not_found","title":"","status":404,"detail":"The conversation 'trip' was deleted.","code":"not_found","requestId":"r1"}""";
        await using var server = await StartAsync(Told($"{Event(1)}event: error\ndata: {Problem}\n\n", HangAsync));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2));

        Assert.Equal((ErrorCode.NotFound, "The conversation 'trip' was deleted.", "r1"), (told.Code, told.Message, told.RequestId));
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_is_told_at_once_that_the_store_fails_whether_the_line_was_open_or_is_opened_again(bool open)
    {
        const string Problem = """{"type":"urn:jarvis:error:storage_failed","title":"","status":507,"detail":"It cannot be kept.","code":"storage_failed","retryable":true}""";
        await using var server = open
            ? await StartAsync(Told($"{Event(1)}event: error\ndata: {Problem}\n\n", HangAsync))
            : await StartAsync(Told(Event(1)), Json(Problem, 507, "application/problem+json"));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2));

        Assert.Equal((ErrorCode.StorageFailed, true), (told.Code, told.Retryable));
        Assert.Equal(open ? [$"{After}0"] : [$"{After}0", $"{After}1"], server.Asked);
    }

    [Fact]
    public async Task A_key_that_is_revoked_meanwhile_ends_reading()
    {
        await using var server = await StartAsync(Told(Event(1)), Json("""{"type":"a","title":"a","status":401,"detail":"The key was revoked.","code":"unauthorized"}""", 401, "application/problem+json"));
        await using var client = new TestClient(server.Address);

        Assert.Equal(ErrorCode.Unauthorized, (await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2))).Code);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task Patience_with_a_server_that_does_not_come_back_ends()
    {
        await using var server = await StartAsync(Told(Event(1)), CutAsync);
        await using var client = new TestClient(server.Address, options => options.Patience = TimeSpan.FromMilliseconds(200));

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2));

        Assert.Equal((ErrorCode.FetchFailed, true), (told.Code, told.Retryable));
        Assert.InRange(server.Asked.Count, 3, 100);
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData("data: a\n")]
    [InlineData(":")]
    public async Task An_event_without_end_is_refused_before_it_fills_the_memory(string piece)
    {
        await using var server = await StartAsync(Told(Event(1), async context =>
        {
            var pieces = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 1000)));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(pieces);
            }
        }));
        await using var client = new TestClient(server.Address, options => options.MaxResponseLength = 64 << 10);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2));

        Assert.Equal((ErrorCode.FetchFailed, false), (told.Code, told.Retryable));
        Assert.Contains("MaxResponseLength", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: no json\n\n")]
    [InlineData("data: null\n\n")]
    [InlineData("data: {\"type\":\"of-a-newer-jarvis\",\"sequence\":2}\n\n")]
    [InlineData("data: {\"sequence\":2}\n\n")]
    [InlineData("event: error\ndata: {\n\n")]
    public async Task An_event_that_cannot_be_read_is_told_and_not_left_out(string junk)
    {
        await using var server = await StartAsync(Told(Event(1) + junk, HangAsync));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(2));

        Assert.Equal((ErrorCode.FetchFailed, false), (told.Code, told.Retryable));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task What_is_no_stream_is_told()
    {
        await using var server = await StartAsync(Json("<html>", type: "text/html"));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(1));

        Assert.Contains("sends no events", told.Message, StringComparison.Ordinal);
        Assert.Contains(server.Address.ToString(), told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_reading_closes_the_line()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(Told(Event(1), async context =>
        {
            await HangAsync(context);
            gone.SetResult();
        }));
        await using var client = new TestClient(server.Address);

        await client.ReadAsync(1);
        await gone.Task.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task A_reader_who_waits_is_cancelled_at_once()
    {
        await using var server = await StartAsync(Told(Event(1), HangAsync));
        await using var client = new TestClient(server.Address);
        using var stop = new CancellationTokenSource();
        await using var events = client.Jarvis.ReadEventsAsync(TestClient.Conversation, 0, stop.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task A_turn_is_followed_over_a_restart_of_its_server()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOpen = false;
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (!isOpen)
            {
                started.TrySetResult();
                await Forever.Async(cancellationToken);
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var task = new PlannedTask(0, TaskTypes.Summarization) { Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("hello")) };
        var setup = new HostSetup(new ScriptedPlanner(task), runner, ListedModels.Card("echo", TaskTypes.Summarization));
        var first = await HostOverHttp.StartAsync(setup, port: 0);
        await using var client = new TestClient(first.Address, options => options.MaxDelay = TimeSpan.FromMilliseconds(50));
        var reading = Task.Run(async () => await client.Jarvis.ReadTurnAsync(await client.SubmitAsync(), default).ToListAsync());
        await started.Task.WaitAsync(TestClient.Patience);

        isOpen = true;
        await first.StopAsync();
        await first.DisposeAsync();
        await using var second = await HostOverHttp.StartAsync(setup, first.Address.Port);
        var events = await reading.WaitAsync(TestClient.Patience);

        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.Contains(events, happened => happened is TurnResumed);
        Assert.Single(events.OfType<TaskSucceeded>());
        Assert.Equal(Conversations.TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
    }
}
