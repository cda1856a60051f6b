using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.Results;
using Jarvis.Models.Serving;
using Jarvis.Planning;
using Jarvis.Planning.Offline;
using Jarvis.Selection;
using Jarvis.State;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers what every host needs.</summary>
public static class JarvisCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds planning, choosing, running and answering with their defaults. A host adds its actor directory; whoever registers a planner,
    /// selector, answerer or state store of his own before this is kept.
    /// </summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddJarvisCore(this IServiceCollection services)
    {
        services.AddOptions<ConversationOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModelEngineOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ResultCacheOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LanguageModelOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguageModelOptions>, LanguageModelOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton(RetryPolicy.Default);
        services.TryAddSingleton<IStateStore>(_ => new InMemoryStateStore());
        services.AddTenancy();
        services.TryAddSingleton<ILanguageModels, ConfiguredLanguageModels>();
        services.TryAddSingleton<IPlanner, OfflinePlanner>();
        services.TryAddSingleton<IModelSelector, ScoreSelector>();
        services.TryAddSingleton<IAnswerer, TemplateAnswerer>();
        services.AddPlacement();
        services.TryAddSingleton<ModelCatalog>();
        services.TryAddSingleton<IModelCatalog>(provider => provider.GetRequiredService<ModelCatalog>());
        services.TryAddSingleton<IModelCatalogChanges>(provider => provider.GetRequiredService<ModelCatalog>());
        services.TryAddSingleton<ModelMeasurements>();
        services.TryAddSingleton<ITaskAppraiser, LikelyModelAppraiser>();
        services.TryAddSingleton<ScratchFolder>();
        services.TryAddSingleton<TaskMachine>();
        services.TryAddSingleton(Value<ConversationOptions>);
        services.TryAddSingleton(Value<ModelEngineOptions>);
        services.TryAddSingleton(Value<ResultCacheOptions>);
        services.TryAddSingleton<IReadOnlyDictionary<string, IModelRunner>>(provider =>
            provider.GetServices<IModelRunner>().ToDictionary(runner => runner.Name, StringComparer.Ordinal));
        services.TryAddSingleton<ConversationActorServices>();
        services.TryAddSingleton<ConversationImporter>();
        services.TryAddSingleton<ConversationList>();
        services.TryAddSingleton<ConversationRecovery>();
        services.TryAddSingleton<HostRecovery>();
        services.TryAddSingleton<TaskActorServices>();
        services.TryAddSingleton<ModelEngineServices>();
        services.TryAddSingleton<IAdmissionPolicy, DeadlineAdmissionPolicy>();
        services.TryAddSingleton<ModelEngine>();
        return services;
    }

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
