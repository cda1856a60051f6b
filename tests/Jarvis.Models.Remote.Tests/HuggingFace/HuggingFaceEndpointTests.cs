using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.HuggingFace;

public sealed class HuggingFaceEndpointTests : IAsyncLifetime
{
    private const string OwnToken = "hf_TokenOfTheEndpointAlone";

    private RemoteFixture _fixture = null!;

    private StandInEndpoint Hub => _fixture.Hub;

    public async Task InitializeAsync() => _fixture = await RemoteFixture.StartAsync((options, address) =>
    {
        options.HuggingFace.Endpoints["own"] = new() { Address = new(address, "/own"), Token = OwnToken };
        options.HuggingFace.Endpoints["open"] = new() { Address = new(address, "/open") };
    });

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("own", "/own", "Bearer " + OwnToken)]
    [InlineData("open", "/open", null)]
    public async Task A_dedicated_endpoint_is_asked_at_its_address_with_its_own_token_alone(string name, string path, string? authorization)
    {
        _fixture.Card = taskType => ACard(taskType, name);
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");

        Assert.Equal("short", RemoteFixture.Text(await _fixture.RunAsync(TaskTypes.Summarization, "text", "long"), "text"));
        Assert.Equal((path, authorization), (Hub.Path, Hub.Authorization));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("https://attacker.example/")]
    public async Task A_card_cannot_send_a_token_where_the_configuration_does_not(string endpoint)
    {
        _fixture.Card = taskType => ACard(taskType, endpoint);

        Assert.Equal((ErrorCode.ModelUnavailable, 0), ((await FailAsync()).Code, Hub.Requests));
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_left_alone_for_a_while_and_then_asked_again()
    {
        var reached = 0;
        Hub.Answer = context =>
        {
            reached++;
            context.Abort();
            return Task.CompletedTask;
        };
        for (var i = 0; i < EndpointBreaker.Failures; i++)
            Assert.Equal(ErrorCode.ModelFailed, (await FailAsync()).Code);

        Assert.Equal((ErrorCode.ModelUnavailable, true), ((await FailAsync()).Code, (await FailAsync()).Retryable));
        var asked = reached;
        _fixture.Time.Advance(EndpointBreaker.Rest);
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");

        Assert.Null((await _fixture.RunAsync(TaskTypes.Summarization, "text", "long")).Error);
        Assert.Null((await _fixture.RunAsync(TaskTypes.Summarization, "text", "long")).Error);
        Assert.Equal(asked, reached);
    }

    [Fact]
    public async Task A_model_that_fails_does_not_close_its_endpoint()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 500, "{}");
        for (var i = 0; i <= EndpointBreaker.Failures; i++)
            await FailAsync();

        Assert.Equal(EndpointBreaker.Failures + 1, Hub.Requests);
    }

    private static ModelCard ACard(string taskType, string endpoint) => new(new("owner/model"), "huggingface", [taskType], "a model")
    {
        Settings = ImmutableDictionary<string, string>.Empty.Add("endpoint", endpoint),
    };

    private async Task<JarvisError> FailAsync() => (await _fixture.RunAsync(TaskTypes.Summarization, "text", "words")).Error!;
}
