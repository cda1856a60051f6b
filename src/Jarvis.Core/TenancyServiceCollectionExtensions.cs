using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Models;
using Jarvis.Models.Results;
using Jarvis.Resources;
using Jarvis.State;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers who may use what.</summary>
internal static class TenancyServiceCollectionExtensions
{
    /// <summary>Adds tenants, their keys, their limits in front of turns, models and files, and their deletion.</summary>
    internal static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddOptions<TenantOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TenantOptions>, TenantOptionsValidator>());
        services.AddOptions<ResourceStoreOptions>();
        services.TryAddSingleton<TenantRegistry>();
        services.TryAddSingleton<ITenants>(provider => provider.GetRequiredService<TenantRegistry>());
        services.TryAddSingleton<KeyRing>();
        services.TryAddSingleton<ICallerKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.TryAddSingleton<StateTenantBudget>();
        services.TryAddSingleton<ITenantBudget>(provider => provider.GetRequiredService<StateTenantBudget>());
        services.TryAddSingleton<StateQuotaLedger>();
        services.TryAddSingleton<IQuotaLedger>(provider => provider.GetRequiredService<StateQuotaLedger>());
        services.TryAddSingleton(Leases);
        services.TryAddSingleton<TenantMeters>();
        services.TryAddSingleton<TasksInFlight>();
        services.TryAddSingleton<TenantQuotas>();
        services.TryAddSingleton<ITurnQuota>(provider => provider.GetRequiredService<TenantQuotas>());
        services.TryAddSingleton<IDeviceMeter>(provider => provider.GetRequiredService<TenantQuotas>());
        services.TryAddSingleton<IStorageQuota, TenantStorageQuota>();
        services.TryAddSingleton(Documents);
        services.TryAddSingleton(Inventory);
        services.TryAddSingleton<ResourceCollector>();
        services.TryAddSingleton(Usage);
        services.TryAddSingleton(Deletion);
        services.TryAddSingleton(Engine);
        return services;
    }

    private static ITenantDocuments Documents(IServiceProvider provider) =>
        provider.GetRequiredService<IStateStore>() is ITenantDocuments store
            ? new StateTenantDocuments(store)
            : throw new NotSupportedException("The state store cannot list what it keeps of a tenant; register an ITenantDocuments for it.");

    private static IResourceInventory Inventory(IServiceProvider provider) =>
        provider.GetRequiredService<IResourceStore>() as IResourceInventory
        ?? throw new NotSupportedException("The resource store cannot list what it holds; register an IResourceInventory for it.");

    private static TenantLeases Leases(IServiceProvider provider) => new(
        provider.GetRequiredService<StateTenantBudget>(),
        provider.GetRequiredService<StateQuotaLedger>(),
        provider.GetRequiredService<IStateStore>(),
        provider.GetRequiredService<ILeaseHolders>());

    private static TenantUsage Usage(IServiceProvider provider) => new(
        provider.GetRequiredService<TenantMeters>(),
        provider.GetRequiredService<TenantQuotas>(),
        provider.GetRequiredService<IResourceInventory>(),
        provider.GetRequiredService<TimeProvider>());

    private static TenantDeletion Deletion(IServiceProvider provider) => new(
        provider.GetRequiredService<TenantRegistry>(),
        provider.GetRequiredService<KeyRing>(),
        provider.GetRequiredService<ConversationList>(),
        provider.GetRequiredService<IActorDirectory>(),
        provider.GetRequiredService<ITenantDocuments>(),
        provider.GetRequiredService<IResourceInventory>(),
        provider.GetRequiredService<TenantMeters>(),
        provider.GetRequiredService<TenantQuotas>(),
        provider.GetRequiredService<TimeProvider>());

    /// <summary>What a tenant may have at once stands before the memory of results, what costs it something behind.</summary>
    private static IModelEngine Engine(IServiceProvider provider)
    {
        var catalog = provider.GetRequiredService<IModelCatalog>();
        var paid = new DeviceQuotaEngine(
            provider.GetRequiredService<ModelEngine>(), catalog, provider.GetRequiredService<TenantQuotas>(), provider.GetRequiredService<TenantMeters>());
        var cached = new CachingModelEngine(paid, catalog, provider.GetRequiredService<IResourceStore>(), provider.GetRequiredService<ResultCacheOptions>());
        return new TenantTasksEngine(cached, provider.GetRequiredService<ITenants>(), provider.GetRequiredService<TasksInFlight>());
    }
}
