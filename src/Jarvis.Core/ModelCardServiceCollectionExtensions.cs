using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Placement;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers models whose cards are files.</summary>
public static class ModelCardServiceCollectionExtensions
{
    /// <summary>
    /// Adds the cards of a folder to the catalog, and their changes while the host runs. Added last, they stand behind the models that other
    /// sources bring.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Sets the folder; null for the default one.</param>
    public static IServiceCollection AddModelCards(this IServiceCollection services, Action<CardFolderOptions>? configure = null)
    {
        services.AddOptions<CardFolderOptions>().Configure(options => configure?.Invoke(options)).ValidateDataAnnotations().ValidateOnStart();
        services.AddPlacement();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton<CardReader>();
        services.TryAddSingleton(provider => new CardReadiness(
            // A runner may know the catalog that asks for it here.
            new Lazy<IReadOnlyDictionary<string, IModelRunner>>(provider.GetRequiredService<IReadOnlyDictionary<string, IModelRunner>>),
            provider.GetRequiredService<IDeviceInventory>(),
            provider.GetRequiredService<Placer>(),
            provider.GetRequiredService<IOptions<CardFolderOptions>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, CardFolderSource>());
        return services;
    }

    /// <summary>Adds what is known of this host's devices, and how models are placed on them.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Changes the defaults; null to keep them.</param>
    public static IServiceCollection AddPlacement(this IServiceCollection services, Action<PlacementOptions>? configure = null)
    {
        services.AddOptions<PlacementOptions>()
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlacementOptions>, PlacementOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeviceSource, ProcessorSource>());
        services.TryAddSingleton<IDeviceInventory, HostDevices>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PlacementOptions>>().Value.ToPlacer());
        return services;
    }
}
