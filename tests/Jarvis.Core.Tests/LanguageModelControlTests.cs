using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Core.Tests.Models.LanguageModel;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.LanguageModel;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Core.Tests;

public sealed class LanguageModelControlTests
{
    [Fact]
    public async Task With_a_client_the_language_model_chooses_answers_and_is_a_model()
    {
        using var chat = new ScriptedChat("x");
        await using var provider = Provider(services => services.AddSingleton<IChatClient>(chat));

        Assert.IsType<LanguageModelSelector>(provider.GetRequiredService<IModelSelector>());
        Assert.IsType<LanguageModelAnswerer>(provider.GetRequiredService<IAnswerer>());
        var model = Assert.Single(await provider.GetRequiredService<IModelCatalog>().ListAsync(default));
        Assert.Equal("language-model/some-model", model.Card.Id.Value);
        Assert.True(provider.GetRequiredService<IReadOnlyDictionary<string, IModelRunner>>().ContainsKey(model.Card.Runner));
    }

    [Fact]
    public async Task A_client_of_a_role_is_used_for_it_and_the_common_one_for_the_others()
    {
        using var common = new ScriptedChat("common");
        using var tasks = new ScriptedChat("tasks");
        await using var provider = Provider(services => services
            .AddSingleton<IChatClient>(common)
            .AddKeyedSingleton<IChatClient>(LanguageModelRole.Text, tasks));
        var card = (await provider.GetRequiredService<IModelCatalog>().ListAsync(default))[0].Card;
        var request = new ModelRequest(TaskTypes.Summarization, "unused")
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty
                .Add("text", [new ModelInput("Long.")]),
        };

        await provider.GetServices<IModelRunner>().Single().RunAsync(card, [request], default);

        Assert.Single(tasks.Calls);
        Assert.Empty(common.Calls);
    }

    [Fact]
    public async Task Cards_name_only_types_of_the_catalog_and_images_only_where_the_model_sees()
    {
        var blind = await new LanguageModelSource(new LanguageModelTaskOptions { Model = "../a b:é" }).DiscoverAsync(default);
        var seeing = await new LanguageModelSource(new LanguageModelTaskOptions { Vision = true }).DiscoverAsync(default);

        Assert.Equal("language-model/-a-b--", Assert.Single(blind).Card.Id.Value.Replace("..", "", StringComparison.Ordinal));
        Assert.All(seeing.SelectMany(model => model.Card.TaskTypes), type => Assert.NotNull(TaskTypeCatalog.Default.Find(type)));
        Assert.DoesNotContain(TaskTypes.VisualQuestionAnswering, blind[0].Card.TaskTypes);
        Assert.Contains(TaskTypes.VisualQuestionAnswering, seeing[1].Card.TaskTypes);
    }

    [Fact]
    public async Task A_good_specialist_comes_first_without_asking_and_the_language_model_where_there_is_none()
    {
        using var chat = new ScriptedChat(Array.Empty<string>());
        await using var provider = Provider(services => services
            .Configure<LanguageModelTaskOptions>(options => options.Vision = true)
            .AddSingleton<IChatClient>(chat));
        var reader = new ModelStatus(
            new ModelCard(new ModelId("pp-ocr/v4"), "onnx", [TaskTypes.ImageToText], "reads pages") { Quality = 0.85 }, DeviceId.Cpu);
        var models = (await provider.GetRequiredService<IModelCatalog>().ListAsync(default)).Add(reader);
        var selector = provider.GetRequiredService<IModelSelector>();

        Assert.Equal("pp-ocr/v4", (await SelectAsync(selector, models, TaskTypes.ImageToText)).Value);
        Assert.Equal("language-model/some-model-vision", (await SelectAsync(selector, models, TaskTypes.VisualQuestionAnswering)).Value);
        Assert.Equal("language-model/some-model", (await SelectAsync(selector, models, TaskTypes.Summarization)).Value);
    }

    [Fact]
    public async Task A_limit_out_of_range_is_named()
    {
        await using var provider = Provider(services => services.Configure<LanguageModelTaskOptions>(options => options.ContextTokens = 3));

        var invalid = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<LanguageModelTaskOptions>>().Value);
        Assert.Contains("ContextTokens", invalid.Message, StringComparison.Ordinal);
    }

    private static async Task<ModelId> SelectAsync(IModelSelector selector, ImmutableArray<ModelStatus> models, string type)
    {
        var candidates = models.Where(model => model.Card.TaskTypes.Contains(type)).Select(model => new ModelCandidate(model, ModelMeasurement.None));
        var request = new SelectionRequest(type, ImmutableDictionary<string, string>.Empty, [.. candidates]);
        return (await selector.SelectAsync(request, default)).Ranked[0].Model;
    }

    private static ServiceProvider Provider(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IResourceStore, InMemoryResourceStore>(_ => new InMemoryResourceStore());
        services.Configure<LanguageModelTaskOptions>(options => options.Model = "some model");
        add(services);
        services.AddLanguageModelControl().AddJarvisCore();
        return services.BuildServiceProvider();
    }
}
