using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Remote.Health;

public sealed class RemoteServersTests : IAsyncLifetime
{
    private const string Key = "sk-SecretOfTheTest";

    private StandInEndpoint _server = null!;

    public async Task InitializeAsync() => _server = await StandInEndpoint.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_server_that_works_is_asked_for_its_models_with_its_key_and_no_model_runs()
    {
        _server.Answer = context => StandInEndpoint.Json(context, 200, """{"object":"list","data":[{"id":"flux"},{"id":"other"}]}""");

        var check = await CheckAsync();

        Assert.Equal((null, null, $"OpenAI-compatible server 'studio' at {_server.Address.Authority}"), (check.Fault, check.Note, check.Server));
        Assert.Equal((1, "/v1/models", $"Bearer {Key}", 0), (_server.Requests, _server.Path, _server.Authorization, _server.Body.Length));
    }

    [Fact]
    public async Task A_model_that_the_server_does_not_list_is_noted_beside_those_that_it_does()
    {
        _server.Answer = context => StandInEndpoint.Json(context, 200, """{"data":[{"id":"sdxl"},{"id":"bad\u001b[31m"}]}""");

        Assert.Equal("it does not list flux, but bad??31m, sdxl", (await CheckAsync()).Note);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[{"id":5}]}""")]
    [InlineData("""{"data":[7]}""")]
    public async Task A_list_that_is_none_says_nothing(string list)
    {
        _server.Answer = context => StandInEndpoint.Json(context, 200, list);

        var check = await CheckAsync();

        Assert.Equal((null, null), (check.Fault, check.Note));
    }

    [Theory]
    [InlineData(401, Key, "does not know the key; set Jarvis:Remote:OpenAI:studio:Key")]
    [InlineData(401, null, "wants a key; set Jarvis:Remote:OpenAI:studio:Key")]
    [InlineData(402, Key, "has no credit left")]
    [InlineData(403, Key, "does not let the key of Jarvis:Remote:OpenAI:studio:Key in")]
    [InlineData(302, Key, "set Jarvis:Remote:OpenAI:studio:Endpoint to where it leads")]
    [InlineData(503, Key, "failed (503)")]
    public async Task What_does_not_work_says_what_to_fix_and_never_the_key(int status, string? key, string says)
    {
        _server.Answer = context =>
        {
            context.Response.Headers.Location = "https://elsewhere.example";
            return StandInEndpoint.Json(context, status, $$"""{"error":"{{key}}"}""");
        };

        var fault = (await CheckAsync(key)).Fault!;

        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_such_a_list_is_there_all_the_same()
    {
        _server.Answer = context => StandInEndpoint.Json(context, 404, "{}");

        Assert.Null((await CheckAsync()).Fault);
    }

    [Fact]
    public async Task A_server_that_is_not_there_says_so()
    {
        await _server.DisposeAsync();

        Assert.Contains("cannot be reached", (await CheckAsync()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_key_is_missing_nobody_is_called()
    {
        var check = await CheckAsync(null, "JARVIS_TEST_NOT_SET");

        Assert.Contains("the environment variable JARVIS_TEST_NOT_SET is not set", check.Fault, StringComparison.Ordinal);
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task Hugging_Face_and_its_endpoints_are_called_each_with_its_own_token()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string?>();
        _server.Answer = context =>
        {
            asked.Add($"{context.Request.Path} {context.Request.Headers.Authorization}");
            return StandInEndpoint.Json(context, 404, "{}");
        };

        var checks = await CheckAllAsync(options =>
        {
            options.HuggingFace.Token = "hf_account";
            options.HuggingFace.Endpoint = new(_server.Address, "/router/");
            options.HuggingFace.Endpoints["mine"] = new() { Address = new(_server.Address, "/mine"), Token = "hf_mine" };
            options.HuggingFace.Endpoints["open"] = new() { Address = new(_server.Address, "/open") };
        });

        Assert.All(checks, check => Assert.Null(check.Fault));
        Assert.Equal(["/mine Bearer hf_mine", "/open ", "/router/ Bearer hf_account"], asked.Order(StringComparer.Ordinal));
    }

    private async Task<RemoteServerCheck> CheckAsync(string? key = Key, string? variable = null) => Assert.Single(await CheckAllAsync(options =>
        options.OpenAI["studio"] = new()
        {
            Endpoint = new(_server.Address, "/v1"),
            Key = key,
            KeyVariable = variable,
            Models = { new() { Id = "studio/flux", TaskType = TaskTypes.TextToImage } },
        }));

    private static async Task<IReadOnlyList<RemoteServerCheck>> CheckAllAsync(Action<RemoteModelOptions> configure)
    {
        await using var services = new ServiceCollection()
            .AddRemoteModels(options =>
            {
                options.HuggingFace.Token = null;
                configure(options);
            })
            .BuildServiceProvider();
        return await services.GetRequiredService<IRemoteServers>().CheckAsync(default);
    }
}
