using System.Text.Json;
using Jarvis.Client.Tests.Support;
using Jarvis.Conformance;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Jarvis.Client.Tests.Support.StubServer;

namespace Jarvis.Client.Tests;

/// <summary>Calls of servers that are busy, slow, gone, or none.</summary>
public sealed class CallTests
{
    private const string Receipt = """{"turn":"local/trip/1","sequence":1}""";

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_says()
    {
        var time = new TimersFakeTime();
        await using var server = await StartAsync(Json("", 503, "text/plain", headers => headers.RetryAfter = "7"), Json(Receipt));
        await using var client = new TestClient(server.Address, options => options.MaxDelay = TimeSpan.FromSeconds(10), services => services.AddSingleton<TimeProvider>(time));
        var waits = time.NextTimerAsync(TimeSpan.FromSeconds(7));

        var asking = client.SubmitAsync();
        await waits.WaitAsync(TestClient.Patience);
        Assert.Single(server.Asked);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(1, (await asking.WaitAsync(TestClient.Patience)).Turn.Number);
    }

    [Fact]
    public async Task A_server_that_is_busy_for_longer_than_is_waited_for_is_told_of_at_once()
    {
        await using var server = await StartAsync(Json("", 429, "text/plain", headers => headers.RetryAfter = "3600"));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal((ErrorCode.QuotaExceeded, true, TimeSpan.FromHours(1)), (told.Code, told.Retryable, told.RetryAfter));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_after_as_many_tries_as_the_options_say()
    {
        await using var server = await StartAsync(Json("", 503, "text/plain"));
        await using var client = new TestClient(server.Address, options => options.Retries = 2);

        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync())).Code);
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task A_request_whose_answer_is_lost_is_sent_again_with_the_same_key()
    {
        var bodies = new List<string>();
        await using var server = await StartAsync(Keep(CutAsync), Keep(Json(Receipt)));
        await using var client = new TestClient(server.Address);

        await client.SubmitAsync();
        await client.SubmitAsync();

        Assert.Equal(bodies[0], bodies[1]);
        Assert.NotEqual(bodies[1], bodies[2]);
        Assert.NotEmpty(JsonSerializer.Deserialize(bodies[0], JarvisJsonContext.Default.TurnRequest)!.IdempotencyKey!);

        RequestDelegate Keep(RequestDelegate then) => async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            await then(context);
        };
    }

    [Fact]
    public async Task A_key_of_the_callers_own_is_kept()
    {
        var body = "";
        await using var server = await StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync();
            await Json(Receipt)(context);
        });
        await using var client = new TestClient(server.Address);

        await client.Jarvis.SubmitAsync(TestClient.Conversation, new TurnRequest("do it") { IdempotencyKey = "mine" }, default);

        Assert.Contains("\"idempotencyKey\":\"mine\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_twice_is_not_as_good_as_once_is_not_sent_twice()
    {
        await using var server = await StartAsync(CutAsync);
        await using var client = new TestClient(server.Address);

        var run = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.RunTaskAsync(TenantId.Local, new PlannedTask(0, "summarization"), null, default));
        var deleted = await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.DeleteConversationAsync(TestClient.Conversation, default));

        Assert.Equal((ErrorCode.FetchFailed, ErrorCode.FetchFailed), (run.Code, deleted.Code));
        Assert.Equal(2, server.Asked.Count);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task What_a_proxy_gave_up_on_may_have_been_done_and_is_not_sent_again_where_twice_is_not_as_good_as_once(int status)
    {
        await using var server = await StartAsync(Json("", status, "text/html"));
        await using var client = new TestClient(server.Address, options => options.MaxDelay = TimeSpan.FromMilliseconds(10));

        await Assert.ThrowsAsync<JarvisException>(() => client.Jarvis.RunTaskAsync(TenantId.Local, new PlannedTask(0, "summarization"), null, default));

        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_what_to_do()
    {
        Uri nowhere;
        await using (var server = await StartAsync(HangAsync))
        {
            nowhere = server.Address;
        }

        await using var client = new TestClient(nowhere);
        var call = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());
        var reading = await Assert.ThrowsAsync<JarvisException>(() => client.ReadAsync(1));

        Assert.Equal((ErrorCode.FetchFailed, true), (call.Code, call.Retryable));
        Assert.Contains(nowhere.ToString(), call.Message, StringComparison.Ordinal);
        Assert.Contains("jarvis serve", call.Message, StringComparison.Ordinal);
        Assert.Equal(call.Message, reading.Message);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_is_told_as_one_that_cannot_be_made()
    {
        var services = new ServiceCollection();
        services.AddJarvisClient(options => options.Retries = 0).AddHttpMessageHandler(() => new FailingHandler(new TaskCanceledException("", new TimeoutException())));
        await using var built = services.BuildServiceProvider();

        var told = await Assert.ThrowsAsync<JarvisException>(() => built.GetRequiredService<IJarvis>().ListModelsAsync(default));

        Assert.Equal((ErrorCode.FetchFailed, true), (told.Code, told.Retryable));
        Assert.Contains("jarvis serve", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "text/html", "does not answer in JSON")]
    [InlineData("{", "application/json", "JSON of another form")]
    [InlineData("null", "application/json", "answers with nothing")]
    [InlineData("{}", "application/json", "JSON of another form")]
    [InlineData("{\"turn\":\"no id\",\"sequence\":1}", "application/json", "JSON of another form")]
    [InlineData("{\"turn\":\"local/trip/1\",\"sequence\":1e400}", "application/json", "JSON of another form")]
    public async Task An_answer_that_is_none_of_Jarvis_is_told_and_not_asked_for_again(string answer, string type, string what)
    {
        await using var server = await StartAsync(Json(answer, type: type));
        await using var client = new TestClient(server.Address);

        var told = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal((ErrorCode.FetchFailed, false), (told.Code, told.Retryable));
        Assert.Contains(what, told.Message, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(200, "application/json")]
    [InlineData(400, "application/problem+json")]
    public async Task An_answer_without_end_is_broken_off(int status, string type)
    {
        await using var server = await StartAsync(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            var piece = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece);
            }
        });
        await using var client = new TestClient(server.Address, options => options.MaxResponseLength = 64 << 10);

        Assert.Equal(ErrorCode.FetchFailed, (await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync())).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_does_not_come_to_an_end_is_left(bool begins)
    {
        var time = new TimersFakeTime();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(async context =>
        {
            if (begins)
            {
                await Json("""{"turn":""")(context);
                await context.Response.Body.FlushAsync();
            }

            reached.SetResult();
            await HangAsync(context);
        });
        await using var client = new TestClient(server.Address, options => (options.Timeout, options.Retries) = (TimeSpan.FromSeconds(9), 0), services => services.AddSingleton<TimeProvider>(time));

        var asking = client.SubmitAsync();
        await reached.Task.WaitAsync(TestClient.Patience);
        time.Advance(TimeSpan.FromSeconds(9));

        var told = await Assert.ThrowsAsync<JarvisException>(() => asking.WaitAsync(TestClient.Patience));
        Assert.Equal((ErrorCode.DeadlineExceeded, true), (told.Code, told.Retryable));
        Assert.Contains("Timeout", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_a_call_is_let_go_and_the_server_is_told()
    {
        var (reached, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StartAsync(async context =>
        {
            reached.SetResult();
            await HangAsync(context);
            gone.SetResult();
        });
        await using var client = new TestClient(server.Address);
        using var cancel = new CancellationTokenSource();

        var asking = client.SubmitAsync(cancel.Token);
        await reached.Task.WaitAsync(TestClient.Patience);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await gone.Task.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Ids_that_were_never_set_are_refused_before_anything_is_sent()
    {
        await using var server = await StartAsync(CutAsync);
        await using var client = new TestClient(server.Address);
        var jarvis = client.Jarvis;
        Func<Task>[] calls =
        [
            () => jarvis.SubmitAsync(default, new TurnRequest("a"), default), () => jarvis.GetAsync(default, default), () => jarvis.GetTurnAsync(default, default), () => jarvis.CancelAsync(default, default),
            () => jarvis.CommandAsync(default, new CancelTask(0), default), () => jarvis.DeleteConversationAsync(default, default), () => jarvis.OpenAsync(TenantId.Local, default, default),
            () => jarvis.OpenAsync(default, new ResourceId(new string('0', 64)), default), () => jarvis.ListConversationsAsync(default, 1, null, default), () => jarvis.UploadAsync(default, Stream.Null, "a", default),
            () => jarvis.ReadEventsAsync(default, 0, default).FirstAsync().AsTask(),
        ];

        foreach (var call in calls)
        {
            Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<JarvisException>(call)).Code);
        }

        Assert.Empty(server.Asked);
    }
}
