using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class OpenAIModelSourceTests
{
    [Fact]
    public async Task The_models_of_every_endpoint_are_there_each_with_its_endpoints_name()
    {
        var models = await DiscoverAsync(options =>
        {
            options.OpenAI["b"] = new() { Models = { new() { Id = "openai/whisper-1", TaskType = TaskTypes.AutomaticSpeechRecognition, PricePerCall = 0.01m } } };
            options.OpenAI["a"] = new() { Models = { new() { Id = "local/voice", TaskType = TaskTypes.TextToSpeech, Model = "kokoro", Voice = "nova" } } };
        });

        Assert.Equal(["local/voice", "openai/whisper-1"], models.Select(model => model.Card.Id.Value));
        Assert.Equal(("a", "kokoro", "nova"), (Setting(models[0], "endpoint"), Setting(models[0], "model"), Setting(models[0], "voice")));
        Assert.Equal(("b", "whisper-1", 0.01m), (Setting(models[1], "endpoint"), Setting(models[1], "model"), models[1].Card.PricePerCall));
        Assert.All(models, model => Assert.Equal((DeviceId.Remote, true), (model.Device, model.IsAvailable)));
    }

    [Fact]
    public async Task Only_what_gives_the_same_for_the_same_is_called_deterministic()
    {
        var models = await DiscoverAsync(options => options.OpenAI["a"] = new()
        {
            Models =
            {
                new() { Id = "a/image", TaskType = TaskTypes.TextToImage },
                new() { Id = "a/similarity", TaskType = TaskTypes.SentenceSimilarity },
            },
        });

        Assert.Equal([false, true], models.Select(model => model.Card.Deterministic));
    }

    [Theory]
    [InlineData("http://example.org/v1", "k", "https")]
    [InlineData("https://user:secret@example.org/v1", null, "https")]
    [InlineData("https://example.org/v1?key=secret", null, "https")]
    [InlineData("/v1", null, "https")]
    [InlineData("https://example.org/v1", "two words", "copy it again")]
    public async Task An_address_or_key_that_cannot_work_is_refused_at_start(string address, string? key, string says)
    {
        var invalid = await Assert.ThrowsAsync<OptionsValidationException>(() => DiscoverAsync(
            options => options.OpenAI["a"] = new() { Endpoint = new(address, UriKind.RelativeOrAbsolute), Key = key }));

        Assert.Contains(says, invalid.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_the_house_without_a_key_may_be_plain_http() =>
        Assert.Empty(await DiscoverAsync(options => options.OpenAI["a"] = new() { Endpoint = new("http://models.lan:8000/v1") }));

    [Theory]
    [InlineData("no id", TaskTypes.TextToImage, "no model id")]
    [InlineData("a/model", TaskTypes.Summarization, "choose of automatic-speech-recognition")]
    public async Task A_model_that_cannot_be_run_is_refused_at_start(string id, string taskType, string says)
    {
        var invalid = await Assert.ThrowsAsync<OptionsValidationException>(() => DiscoverAsync(
            options => options.OpenAI["a"] = new() { Models = { new() { Id = id, TaskType = taskType } } }));

        Assert.Contains(says, invalid.Message, StringComparison.Ordinal);
    }

    private static string Setting(ModelStatus model, string name) => model.Card.Settings[name];

    private static async Task<ImmutableArray<ModelStatus>> DiscoverAsync(Action<RemoteModelOptions> configure)
    {
        await using var services = new ServiceCollection().AddRemoteModels(configure).BuildServiceProvider();
        return await services.GetServices<IModelSource>().OfType<OpenAIModelSource>().Single().DiscoverAsync(default);
    }
}
