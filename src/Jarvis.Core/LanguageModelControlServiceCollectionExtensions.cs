using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.LanguageModel;
using Jarvis.Planning;
using Jarvis.Planning.LanguageModel;
using Jarvis.Planning.Offline;
using Jarvis.Resources;
using Jarvis.Selection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers the language model as controller: it plans, decides close choices, does text tasks and answers.</summary>
public static class LanguageModelControlServiceCollectionExtensions
{
    /// <summary>
    /// Has the configured language models (<see cref="ILanguageModels"/>) plan, choose, do text tasks and answer. A role that no model is
    /// configured for is done without one. To be called before <c>AddJarvisCore</c>, whose planner, selector and answerer these stand in for.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLanguageModelControl(this IServiceCollection services)
    {
        AddLimits<LanguageModelPlannerOptions>(services, (own, all) => own.ContextTokens = all.ContextOf(LanguageModelRole.Planning));
        AddLimits<LanguageModelAnswererOptions>(services, (own, all) => own.ContextTokens = all.ContextOf(LanguageModelRole.Answering));
        AddLimits<LanguageModelTaskOptions>(services, (own, all) =>
        {
            own.ContextTokens = all.ContextOf(LanguageModelRole.Text);
            own.Model = all.ModelOf(LanguageModelRole.Text) ?? own.Model;
        });
        services.AddOptions<LanguageModelSelectorOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton<LanguageModelMeters>();
        services.TryAddSingleton<OfflinePlanner>();
        services.TryAddSingleton<TemplateAnswerer>();
        services.TryAddSingleton<ScoreSelector>();
        services.TryAddSingleton(Planner);
        services.TryAddSingleton(Selector);
        services.TryAddSingleton(Answerer);
        services.TryAddSingleton(Summarizer);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, ConfiguredLanguageModelSource>(provider =>
            new ConfiguredLanguageModelSource(Models(provider), new LanguageModelSource(Value<LanguageModelTaskOptions>(provider)))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, LanguageModelRunner>(provider =>
            new LanguageModelRunner(
                Models(provider).For(LanguageModelRole.Text) ?? new NoLanguageModel(), Value<LanguageModelTaskOptions>(provider), Meters(provider))));
        return services;
    }

    private static IPlanner Planner(IServiceProvider provider) => Models(provider).For(LanguageModelRole.Planning) is { } client
        ? new LanguageModelPlanner(client, provider.GetRequiredService<TaskTypeCatalog>(), Value<LanguageModelPlannerOptions>(provider), Meters(provider))
        : provider.GetRequiredService<OfflinePlanner>();

    private static IHistorySummarizer Summarizer(IServiceProvider provider) => Models(provider).For(LanguageModelRole.Planning) is { } client
        ? new LanguageModelHistorySummarizer(client, Meters(provider))
        : new NoHistorySummarizer();

    private static IModelSelector Selector(IServiceProvider provider)
    {
        var scores = provider.GetRequiredService<ScoreSelector>();
        return Models(provider).For(LanguageModelRole.Choosing) is { } client
            ? new LanguageModelSelector(
                client,
                scores,
                Value<LanguageModelSelectorOptions>(provider),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILogger<LanguageModelSelector>>() ?? NullLogger<LanguageModelSelector>.Instance,
                Meters(provider))
            : scores;
    }

    private static IAnswerer Answerer(IServiceProvider provider)
    {
        var template = provider.GetRequiredService<TemplateAnswerer>();
        return Models(provider).For(LanguageModelRole.Answering) is { } client
            ? new LanguageModelAnswerer(
                client, template, provider.GetRequiredService<IResourceStore>(), Value<LanguageModelAnswererOptions>(provider), Meters(provider))
            : template;
    }

    /// <summary>What is configured of a role's model holds for a part of it, unless the part's own options say otherwise, early or late.</summary>
    private static void AddLimits<T>(IServiceCollection services, Action<T, LanguageModelOptions> take)
        where T : class
    {
        services.AddOptions<T>().ValidateDataAnnotations().ValidateOnStart();
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<T>>(provider =>
            new ConfigureOptions<T>(own => take(own, Value<LanguageModelOptions>(provider)))));
    }

    private static LanguageModelMeters Meters(IServiceProvider provider) => provider.GetRequiredService<LanguageModelMeters>();

    private static ILanguageModels Models(IServiceProvider provider) => provider.GetRequiredService<ILanguageModels>();

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
