using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.Peers;

public sealed class JarvisPeerRunnerTests : IAsyncLifetime
{
    private const string Summarizer = "owner/summarizer";

    private PeerFixture _fixture = null!;

    private StandInJarvis Peer => _fixture.Peer;

    public async Task InitializeAsync() => _fixture = await PeerFixture.StartAsync(peer => peer.Tenant = "acme");

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task A_task_runs_there_with_the_key_the_tenant_the_options_and_the_time_that_is_left()
    {
        var outcome = await _fixture.RunAsync("translator", TaskTypes.Translation, left: TimeSpan.FromSeconds(12.5), options: [("target", "es"), ("source", "e&n=ü")]);

        Assert.Equal("hola", RemoteFixture.Text(outcome, "text"));
        string[] sent = [.. new[] { "Authorization", "Jarvis-Tenant", "Jarvis-Task", "Jarvis-Options", "Jarvis-Hops", "Jarvis-Timeout" }.Select(name => Peer.Header("/models/translator", name) ?? "none")];
        Assert.Equal([$"Bearer {PeerFixture.Key}", "acme", "translation", "source=e%26n%3D%C3%BC&target=es", "1", "12500"], sent);
    }

    [Fact]
    public async Task A_file_that_it_makes_comes_back_as_it_is()
    {
        var output = Assert.Single((await _fixture.RunAsync("painter", TaskTypes.TextToImage)).Outputs);

        Assert.Equal(("image", "image/png"), (output.Port, output.MediaType));
    }

    [Fact]
    public async Task A_model_that_is_still_loading_is_asked_again_when_it_is_said_to_be_ready()
    {
        Peer.Instead = context => StandInEndpoint.Json(context, 503, """{"error":"loading","estimated_time":20.5}""");

        var error = (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization)).Error!;

        Assert.Equal((ErrorCode.ModelFailed, true, TimeSpan.FromSeconds(20.5)), (error.Code, error.Retryable, error.RetryAfter));
    }

    [Theory]
    [InlineData(429, ErrorCode.Overloaded)]
    [InlineData(503, ErrorCode.ModelFailed)]
    public async Task Where_it_is_too_busy_it_is_asked_again_when_it_says(int status, ErrorCode code)
    {
        Peer.Instead = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return StandInEndpoint.Json(context, status, """{"error":"busy"}""");
        };

        var error = (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization)).Error!;

        Assert.Equal((code, true, TimeSpan.FromSeconds(7)), (error.Code, error.Retryable, error.RetryAfter));
    }

    [Theory]
    [InlineData(401, ErrorCode.ModelUnavailable, false, "does not know the key of Jarvis:Remote:Jarvis:lab:Key; set a valid one")]
    [InlineData(403, ErrorCode.ModelUnavailable, false, "allow it there")]
    [InlineData(404, ErrorCode.ModelUnavailable, false, "does not run here/it")]
    [InlineData(413, ErrorCode.TooLarge, false, "make it smaller")]
    [InlineData(422, ErrorCode.ModelFailed, false, "refused the input")]
    [InlineData(500, ErrorCode.ModelFailed, true, "try again later")]
    [InlineData(508, ErrorCode.ModelFailed, false, "in a circle")]
    [InlineData(302, ErrorCode.ModelFailed, false, "redirect")]
    public async Task What_it_refuses_says_who_refused_and_what_to_do_and_never_the_key(int status, ErrorCode code, bool retryable, string says)
    {
        Peer.Instead = context => StandInEndpoint.Json(context, status, $$"""{"error":"{{PeerFixture.Key}}"}""");

        var error = (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization)).Error!;

        Assert.Equal((code, retryable), (error.Code, error.Retryable));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PeerFixture.Key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Hugging Face", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(2, "3")]
    public async Task A_request_says_how_many_servers_it_has_come_through(int hops, string said)
    {
        Assert.Null((await _fixture.RunAsync(Summarizer, TaskTypes.Summarization, hops)).Error);
        Assert.Equal(said, Peer.Header($"/models/{Summarizer}", "Jarvis-Hops"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public async Task One_that_has_come_through_three_goes_to_no_fourth(int hops)
    {
        var error = (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization, hops)).Error!;

        Assert.Equal((ErrorCode.ModelFailed, false), (error.Code, error.Retryable));
        Assert.Empty(Peer.Asked);
    }

    [Fact]
    public async Task Where_no_time_is_left_nobody_is_asked()
    {
        var error = (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization, left: TimeSpan.Zero)).Error!;

        Assert.Equal(ErrorCode.DeadlineExceeded, error.Code);
        Assert.Empty(Peer.Asked);
    }

    [Fact]
    public async Task A_request_that_is_given_up_closes_its_connection()
    {
        var (begun, closed) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Peer.Instead = async context =>
        {
            context.RequestAborted.Register(closed.SetResult);
            begun.SetResult();
            await closed.Task;
        };
        using var stop = new CancellationTokenSource();

        var run = _fixture.RunAsync(Summarizer, TaskTypes.Summarization, cancellationToken: stop.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_given_up()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Peer.Instead = async context =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var run = _fixture.RunAsync(Summarizer, TaskTypes.Summarization, left: TimeSpan.FromSeconds(5));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("within 5 seconds", (await run).Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"summary_text":5}]""")]
    [InlineData("""{"summary_text":null}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task An_answer_that_is_none_fails_the_request(string answer)
    {
        Peer.Instead = context => StandInEndpoint.Json(context, 200, answer);

        Assert.Equal(ErrorCode.ModelFailed, (await _fixture.RunAsync(Summarizer, TaskTypes.Summarization)).Error!.Code);
    }

    [Fact]
    public async Task Options_that_no_header_holds_are_refused_here()
    {
        Assert.Equal(ErrorCode.TooLarge, (await _fixture.RunAsync("translator", TaskTypes.Translation, options: [("target", new string('x', 9000))])).Error!.Code);
        Assert.Empty(Peer.Asked);
    }

    [Fact]
    public async Task A_card_can_run_where_it_names_a_peer_that_there_is_a_model_and_a_task_that_is_asked_of_one()
    {
        Assert.Null(await WhyAsync(PeerFixture.Card(Summarizer, TaskTypes.Summarization)));
        Assert.Contains("Jarvis:Remote:Jarvis has none of that name", await WhyAsync(PeerFixture.Card(Summarizer, TaskTypes.Summarization, "moon")), StringComparison.Ordinal);
        Assert.Contains("is no model id", await WhyAsync(PeerFixture.Card("../admin?x", TaskTypes.Summarization)), StringComparison.Ordinal);
        Assert.Contains("not asked for video-to-audio", await WhyAsync(PeerFixture.Card(Summarizer, TaskTypes.VideoToAudio)), StringComparison.Ordinal);
    }

    private async Task<string?> WhyAsync(ModelCard card) => (await _fixture.Runner.LookAsync(card, default)).Unavailable;
}
