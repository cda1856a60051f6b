using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.Results;
using Jarvis.Models.Serving;
using Jarvis.Planning;
using Jarvis.Planning.Offline;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.State;
using Jarvis.Tasks;
using Jarvis.Tenancy;
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
        services.AddOptions<TenantOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TenantOptions>, TenantOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton(RetryPolicy.Default);
        services.TryAddSingleton<IStateStore>(_ => new InMemoryStateStore());
        services.TryAddSingleton<TenantRegistry>();
        services.TryAddSingleton<ITenants>(provider => provider.GetRequiredService<TenantRegistry>());
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton<ICallerKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.TryAddSingleton<IStorageQuota, TenantStorageQuota>();
        services.TryAddSingleton<ResourceCollector>();
        services.TryAddSingleton(DocumentsOfTenants);
        services.AddOptions<ResourceStoreOptions>();
        services.TryAddSingleton<ITenantBudget, StateTenantBudget>();
        services.TryAddSingleton<TenantMeters>();
        services.TryAddSingleton<TasksInFlight>();
        services.TryAddSingleton<TenantQuotas>();
        services.TryAddSingleton<ITurnQuota>(provider => provider.GetRequiredService<TenantQuotas>());
        services.TryAddSingleton<IDeviceMeter>(provider => provider.GetRequiredService<TenantQuotas>());
        services.TryAddSingleton<ILanguageModels, ConfiguredLanguageModels>();
        services.TryAddSingleton<IPlanner, OfflinePlanner>();
        services.TryAddSingleton<IModelSelector, ScoreSelector>();
        services.TryAddSingleton<IAnswerer, TemplateAnswerer>();
        services.AddPlacement();
        services.TryAddSingleton<ModelCatalog>();
        services.TryAddSingleton<IModelCatalog>(provider => provider.GetRequiredService<ModelCatalog>());
        services.TryAddSingleton<IModelCatalogChanges>(provider => provider.GetRequiredService<ModelCatalog>());
        services.TryAddSingleton<ModelMeasurements>();
        services.TryAddSingleton<ScratchFolder>();
        services.TryAddSingleton<TaskMachine>();
        services.TryAddSingleton(Value<ConversationOptions>);
        services.TryAddSingleton(Value<ModelEngineOptions>);
        services.TryAddSingleton(Value<ResultCacheOptions>);
        services.TryAddSingleton<IReadOnlyDictionary<string, IModelRunner>>(provider =>
            provider.GetServices<IModelRunner>().ToDictionary(runner => runner.Name, StringComparer.Ordinal));
        services.TryAddSingleton<ConversationActorServices>();
        services.TryAddSingleton<TaskActorServices>();
        services.TryAddSingleton<ModelEngineServices>();
        services.TryAddSingleton<IAdmissionPolicy, DeadlineAdmissionPolicy>();
        services.TryAddSingleton<ModelEngine>();
        services.TryAddSingleton(Engine);
        return services;
    }

    /// <summary>What a tenant may have at once stands before the memory of results, what costs it something behind.</summary>
    private static IModelEngine Engine(IServiceProvider provider)
    {
        var catalog = provider.GetRequiredService<IModelCatalog>();
        var paid = new DeviceQuotaEngine(
            provider.GetRequiredService<ModelEngine>(), catalog, provider.GetRequiredService<TenantQuotas>(), provider.GetRequiredService<TenantMeters>());
        var cached = new CachingModelEngine(paid, catalog, provider.GetRequiredService<IResourceStore>(), provider.GetRequiredService<ResultCacheOptions>());
        return new TenantTasksEngine(cached, provider.GetRequiredService<ITenants>(), provider.GetRequiredService<TasksInFlight>());
    }

    private static ITenantDocuments DocumentsOfTenants(IServiceProvider provider) =>
        provider.GetRequiredService<IStateStore>() as ITenantDocuments
        ?? throw new NotSupportedException("The state store cannot list what it keeps of a tenant; register an ITenantDocuments for it.");

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
