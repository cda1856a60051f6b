using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.HuggingFace;

public sealed class HuggingFaceModelSourceTests
{
    [Fact]
    public async Task Without_a_token_the_configured_models_are_unavailable_and_say_why()
    {
        var status = Assert.Single(await DiscoverAsync(options =>
        {
            options.Token = null;
            options.Models.Add(new() { Id = "owner/model", TaskType = TaskTypes.Summarization });
        }));

        Assert.False(status.IsAvailable);
        Assert.Contains("HF_TOKEN", status.Unavailable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TaskTypes.Summarization, true)]
    [InlineData(TaskTypes.VoiceActivityDetection, false)]
    public async Task The_runner_tells_before_the_first_request_which_cards_the_service_does_not_run(string type, bool runs)
    {
        using var services = new ServiceCollection().AddRemoteModels(options => options.HuggingFace.Token = "hf_x").BuildServiceProvider();
        var readiness = (IModelReadiness)services.GetServices<IModelRunner>().OfType<HuggingFaceRunner>().Single();

        var look = await readiness.LookAsync(new ModelCard(new("acme/x"), HuggingFaceRunner.RunnerName, [type], "does it"), default);

        Assert.Equal(runs, look.Unavailable is null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_token_and_models_there_are_none(string? token) =>
        Assert.Empty(await DiscoverAsync(options => options.Token = token));

    [Fact]
    public async Task With_a_token_alone_there_are_a_few_well_known_models_that_the_planner_knows_the_tasks_of()
    {
        var models = await DiscoverAsync(options => options.Token = "hf_x");

        Assert.NotEmpty(models);
        Assert.All(models, model =>
        {
            Assert.True(model.IsAvailable);
            Assert.Equal(("huggingface", DeviceKind.Remote, DeviceId.Remote), (model.Card.Runner, model.Card.Device, model.Device));
            Assert.NotNull(TaskTypeCatalog.Default.Find(Assert.Single(model.Card.TaskTypes)));
            Assert.NotNull(model.Card.Licence);
        });
        Assert.Equal(models.Length, models.Select(model => model.Card.Id).Distinct().Count());
    }

    [Fact]
    public async Task With_a_token_and_models_there_are_these_as_they_are_configured()
    {
        var card = Assert.Single(await DiscoverAsync(options =>
        {
            options.Token = "hf_x";
            var model = new HuggingFaceModel { Id = "owner/opus", TaskType = TaskTypes.Translation, Licence = "mit", Popularity = 7 };
            model.Accepts["target"] = ["fr"];
            options.Models.Add(model);
        })).Card;

        Assert.Equal(("owner/opus", "mit", 7L, "fr"), (card.Id.Value, card.Licence, card.Popularity, Assert.Single(card.Accepts["target"])));
    }

    [Fact]
    public void Every_task_type_that_is_run_is_one_that_plans_may_use() =>
        Assert.All(HuggingFaceTasks.All.Keys, name => Assert.NotNull(TaskTypeCatalog.Default.Find(name)));

    [Theory]
    [InlineData("http://example.org/models/")]
    [InlineData("ftp://example.org/")]
    [InlineData("https://user:word@example.org/")]
    [InlineData("https://example.org/?key=1")]
    public async Task An_endpoint_that_would_give_the_token_away_is_refused(string endpoint) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => DiscoverAsync(options => options.Endpoint = new Uri(endpoint)));

    [Theory]
    [InlineData("hf_secret\r\nX-Evil: 1")]
    [InlineData("hf secret")]
    [InlineData("hf_sécret")]
    public async Task A_token_that_cannot_be_one_is_refused_without_being_repeated(string token)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => DiscoverAsync(options => options.Token = token));

        Assert.DoesNotContain("cret", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../admin", TaskTypes.Summarization)]
    [InlineData("owner/model?x=1", TaskTypes.Summarization)]
    [InlineData("", TaskTypes.Summarization)]
    [InlineData("owner/model", TaskTypes.VideoToAudio)]
    [InlineData("owner/model", "")]
    public async Task A_model_that_cannot_be_run_is_refused(string id, string taskType) =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => DiscoverAsync(options => options.Models.Add(new() { Id = id, TaskType = taskType })));

    private static async Task<ImmutableArray<ModelStatus>> DiscoverAsync(Action<HuggingFaceOptions> configure)
    {
        await using var services = new ServiceCollection()
            .AddRemoteModels(options =>
            {
                options.HuggingFace.Token = null;
                configure(options.HuggingFace);
            })
            .BuildServiceProvider();
        return await services.GetServices<IModelSource>().OfType<HuggingFaceModelSource>().Single().DiscoverAsync(default);
    }
}
