using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote;

public sealed class EndpointProbeTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private RemoteFixture _fixture = null!;

    private StandInEndpoint Server => _fixture.Hub;

    public async Task InitializeAsync() => _fixture = await RemoteFixture.StartAsync((options, _) => options.ProbeInterval = Interval);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_server_that_was_seen_to_be_down_is_not_asked_until_it_was_seen_to_be_up(int status)
    {
        Server.Answer = context => StandInEndpoint.Json(context, status, "{}");
        await _fixture.Probe.ProbeAsync(default);

        Assert.Equal((ErrorCode.ModelUnavailable, 1), ((await AskAsync())!.Code, Server.Requests));
        Server.Answer = context => StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");
        await _fixture.Probe.ProbeAsync(default);

        Assert.Null(await AskAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_server_that_says_anything_else_is_up(int status)
    {
        Server.Answer = context => StandInEndpoint.Json(context, status, "{}");
        await _fixture.Probe.ProbeAsync(default);

        await AskAsync();

        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Runs_ask_for_nothing_but_the_model()
    {
        var asked = new List<string>();
        Server.Answer = context =>
        {
            asked.Add($"{context.Request.Method} {context.Request.Path}");
            return StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");
        };

        for (var i = 0; i < 20; i++)
            Assert.Null(await AskAsync());

        Assert.Equal(20, asked.Count);
        Assert.Equal(["POST /hf-inference/models/owner/model"], asked.Distinct());
    }

    [Fact]
    public async Task A_server_that_is_down_says_nothing_of_another()
    {
        await using var other = await StandInEndpoint.StartAsync();
        other.Answer = context => StandInEndpoint.Json(context, 503, "{}");
        Server.Answer = context => StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");
        await using var fixture = await RemoteFixture.StartAsync((options, _) =>
        {
            options.HuggingFace.Endpoints["down"] = new() { Address = other.Address };
            options.HuggingFace.Endpoints["up"] = new() { Address = Server.Address };
        });

        await fixture.Probe.ProbeAsync(default);

        Assert.Equal(ErrorCode.ModelUnavailable, (await AskAsync("down"))?.Code);
        Assert.Equal(1, other.Requests);
        Assert.Null(await AskAsync("up"));

        async Task<JarvisError?> AskAsync(string endpoint)
        {
            fixture.Card = taskType => new(new("owner/model"), "huggingface", [taskType], "a model")
            {
                Settings = ImmutableDictionary<string, string>.Empty.Add("endpoint", endpoint),
            };
            return (await fixture.RunAsync(TaskTypes.Summarization, "text", "long")).Error;
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_seen_to_be_down()
    {
        await Server.DisposeAsync();
        await _fixture.Probe.ProbeAsync(default);

        Assert.Equal(ErrorCode.ModelUnavailable, (await AskAsync())!.Code);
    }

    [Fact]
    public async Task A_look_sends_no_token()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, "{}");

        await _fixture.Probe.ProbeAsync(default);

        Assert.Equal((1, null), (Server.Requests, Server.Authorization));
    }

    [Fact]
    public async Task A_started_host_looks_at_once_then_after_each_interval_and_no_more_when_it_has_stopped()
    {
        var looks = new SemaphoreSlim(0);
        Server.Answer = context =>
        {
            looks.Release();
            return StandInEndpoint.Json(context, 200, "{}");
        };

        await _fixture.Probe.StartAsync(default);
        await looks.WaitAsync();
        // The timer is there before the first look, so a tick that comes before the look has ended is kept.
        _fixture.Time.Advance(Interval);
        await looks.WaitAsync();
        await _fixture.Probe.StopAsync(default);
        _fixture.Time.Advance(Interval);

        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public void A_host_without_servers_looks_at_none() => Assert.Empty(new RemoteModelOptions { HuggingFace = { Token = null } }.Addresses());

    [Theory]
    [InlineData(0)]
    [InlineData(100_000_000)]
    public void An_interval_that_makes_no_sense_is_refused_at_start(int milliseconds)
    {
        using var services = new ServiceCollection()
            .AddRemoteModels(options => options.ProbeInterval = TimeSpan.FromMilliseconds(milliseconds))
            .BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RemoteModelOptions>>().Value);
    }

    private async Task<JarvisError?> AskAsync() => (await _fixture.RunAsync(TaskTypes.Summarization, "text", "long")).Error;
}
