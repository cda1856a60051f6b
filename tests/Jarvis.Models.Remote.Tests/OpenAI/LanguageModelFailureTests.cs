using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class LanguageModelFailureTests
{
    private const string Prompt = "the secret prompt";

    [Fact]
    public async Task An_unknown_key_names_its_variable_and_neither_key_nor_prompt_is_written_anywhere()
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        fixture.Server.Key = "another";

        var error = await FailAsync(fixture);

        Assert.Equal((ErrorCode.ModelUnavailable, false), (error.Code, error.Retryable));
        Assert.Contains("OPENAI_API_KEY", error.Message, StringComparison.Ordinal);
        Assert.Contains(fixture.Server.Endpoint.Authority, error.Message, StringComparison.Ordinal);
        Assert.Equal(LanguageModelFault.Unauthorized, LanguageModelException.FaultOf(error));
        Assert.NotEmpty(fixture.Log.Lines);
        Assert.All(fixture.Log.Lines.Append(error.ToString()), line =>
        {
            Assert.DoesNotContain(LanguageModelFixture.Key, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Prompt, line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Too_many_calls_are_repeated_after_what_the_server_asks_for()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.TooMany(20), new("ready"));
        var start = fixture.Time.GetUtcNow();

        var response = await fixture.Model.GetResponseAsync(Prompt);

        Assert.Equal("ready", response.Text);
        Assert.True(fixture.Time.GetUtcNow() - start >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_date_to_wait_for_is_waited_for()
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        var at = fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(25);
        fixture.Server.Says(StandInReply.TooMany() with { RetryAt = at }, new("ready"));

        Assert.Equal("ready", (await fixture.Model.GetResponseAsync(Prompt)).Text);
        Assert.True(fixture.Time.GetUtcNow() >= at);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_for_long_is_not_waited_for()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.TooMany(3600));

        var error = await FailAsync(fixture);

        Assert.Equal((ErrorCode.Overloaded, true), (error.Code, error.Retryable));
        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<LanguageModelException>(error.InnerException).RetryAfter);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_server_that_fails_is_asked_again_and_not_for_ever(int status)
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        fixture.Server.Otherwise = _ => StandInReply.Broken(status);

        var error = await FailAsync(fixture);

        Assert.Equal((ErrorCode.ModelFailed, true), (error.Code, error.Retryable));
        Assert.Equal(RetryingChatClient.Attempts, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_goes_on_failing_is_left_alone_for_a_while()
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        fixture.Server.Otherwise = _ => StandInReply.Broken();

        await FailAsync(fixture);
        await FailAsync(fixture);
        var asked = fixture.Server.Requests.Count;
        var error = await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync(Prompt));

        Assert.Equal(EndpointBreaker.Failures, asked);
        Assert.Equal(asked, fixture.Server.Requests.Count);
        Assert.Equal(ErrorCode.ModelUnavailable, error.Code);

        fixture.Server.Otherwise = _ => new("back");
        fixture.Time.Advance(EndpointBreaker.Rest);
        Assert.Equal("back", (await fixture.Model.GetResponseAsync(Prompt)).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stream_that_breaks_off_is_an_error_after_what_was_said_and_never_an_answer(int after)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.LetterByLetter("abc") with { BreakAfter = after });

        var read = "";
        var error = await Assert.ThrowsAsync<JarvisException>(async () =>
        {
            await foreach (var update in fixture.Model.GetStreamingResponseAsync(Prompt))
                read += update.Text;
        });

        Assert.Equal("abc"[..after], read);
        Assert.Equal(LanguageModelFault.Broken, LanguageModelException.FaultOf(error));
        Assert.True(error.Retryable);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        var called = new TaskCompletionSource();
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("never")
        {
            Before = (_, cancellation) =>
            {
                called.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        });

        var call = fixture.Model.GetResponseAsync(Prompt);
        await called.Task;
        fixture.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(LanguageModelFault.Silent, LanguageModelException.FaultOf(await Assert.ThrowsAsync<JarvisException>(() => call)));
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_given_up_after_what_it_said()
    {
        var silent = new TaskCompletionSource();
        var heard = new TaskCompletionSource();
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.LetterByLetter("halt") with
        {
            Before = (delta, aborted) =>
            {
                if (delta < 2)
                    return Task.CompletedTask;

                silent.TrySetResult();
                return Task.Delay(Timeout.Infinite, aborted);
            },
        });

        var read = "";
        var reading = Assert.ThrowsAsync<JarvisException>(async () =>
        {
            await foreach (var update in fixture.Model.GetStreamingResponseAsync(Prompt))
            {
                read += update.Text;
                if (read == "ha")
                    heard.SetResult();
            }
        });
        await Task.WhenAll(silent.Task, heard.Task);
        while (!reading.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(3));
            await Task.Yield();
        }

        Assert.Equal(LanguageModelFault.Silent, LanguageModelException.FaultOf(await reading));
        Assert.Equal("ha", read);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_stream_that_breaks_before_its_first_word_is_asked_for_again()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("lost") { BreakAfter = 0 }, new("found"));

        Assert.Equal("found", string.Concat((await fixture.Model.GetStreamingResponseAsync(Prompt).ToListAsync()).Select(update => update.Text)));
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_caller_who_cancels_is_told_so_and_not_that_the_server_failed()
    {
        using var cancellation = new CancellationTokenSource();
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("never")
        {
            Before = (_, aborted) =>
            {
                cancellation.Cancel();
                return Task.Delay(Timeout.Infinite, aborted);
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Model.GetResponseAsync(Prompt, cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        await fixture.Server.DisposeAsync();

        var error = await FailAsync(fixture);

        Assert.Equal((ErrorCode.ModelUnavailable, LanguageModelFault.Unreachable), (error.Code, LanguageModelException.FaultOf(error)));
        Assert.Contains(fixture.Server.Endpoint.Authority, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<StandInReply, LanguageModelFault> Refusals => new()
    {
        { StandInReply.ContextOverflow(), LanguageModelFault.ContextOverflow },
        { StandInReply.Filtered(), LanguageModelFault.Filtered },
        { new("half") { FinishReason = "content_filter" }, LanguageModelFault.Filtered },
        { new("The model does not exist.", 404) { Code = "model_not_found" }, LanguageModelFault.Unknown },
        { new("You exceeded your current quota.", 429) { Code = "insufficient_quota" }, LanguageModelFault.Unauthorized },
        { new("No.", 400) { Code = "sk-Secret Key" }, LanguageModelFault.Refused },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_says_what_it_is_once(StandInReply reply, LanguageModelFault fault)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(reply);

        var error = await FailAsync(fixture);

        Assert.Equal(fault, LanguageModelException.FaultOf(error));
        Assert.DoesNotContain("sk-Secret", error.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_call_that_failed_costs_nothing_and_one_that_broke_off_what_it_said()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(
            StandInReply.UnknownKey(), StandInReply.LetterByLetter("abc") with { BreakAfter = 2 });
        var meter = new LanguageModelMeter(LanguageModelLimits.None);

        await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync(Prompt, new ChatOptions().MeteredBy(meter)));
        Assert.Equal((1, 0), (meter.Total.Calls, meter.Total.Tokens));

        await Assert.ThrowsAsync<JarvisException>(async () =>
            await fixture.Model.GetStreamingResponseAsync(Prompt, new ChatOptions().MeteredBy(meter)).ToListAsync());
        Assert.True(meter.Total is { Calls: 2, InputTokens: > 0, OutputTokens: > 0 });
    }

    private static Task<JarvisException> FailAsync(LanguageModelFixture fixture) =>
        Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync(Prompt));
}
