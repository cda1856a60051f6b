using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers where resources are kept.</summary>
public static class ResourceServiceCollectionExtensions
{
    /// <summary>Keeps resources as files in a folder.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the folder and its limits.</param>
    public static IServiceCollection AddFileResources(this IServiceCollection services, Action<ResourceStoreOptions>? configure = null)
    {
        services.AddOptions<ResourceStoreOptions>()
            .Configure(options => configure?.Invoke(options))
            .Validate(options => !string.IsNullOrWhiteSpace(options.Directory), "Set the Directory that resources are kept in.")
            .Validate(options => options.MaxLength >= 1, "The MaxLength of a resource has to be at least 1 byte.")
            .Validate(options => options.UnusedLifetime >= ResourceStoreOptions.MinUnusedLifetime, "The UnusedLifetime of resources has to be at least a minute.")
            .Validate(options => !(options.MaxAge < options.UnusedLifetime), "The MaxAge of resources has to be at least their UnusedLifetime; leave it out for no limit.")
            .Validate(options => !(options.CollectEvery <= TimeSpan.Zero), "The CollectEvery of resources has to be more than zero; leave it out for never.")
            .Validate(options => options.LeftoverAge >= TimeSpan.Zero, "The LeftoverAge of resources has to be zero or more.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FileResourceStore>();
        services.TryAddSingleton<IResourceStore>(provider => provider.GetRequiredService<FileResourceStore>());
        services.TryAddSingleton<IResourceInventory>(provider => provider.GetRequiredService<FileResourceStore>());
        services.TryAddSingleton<CollectionSchedule>();
        return services;
    }

    /// <summary>Adds links by which one file can be read for a while.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets where their keys are, and how long they are good for; null to keep the defaults.</param>
    public static IServiceCollection AddSignedLinks(this IServiceCollection services, Action<SignedLinkOptions>? configure = null)
    {
        services.AddOptions<SignedLinkOptions>().Configure(options => configure?.Invoke(options)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SignedLinks>();
        return services;
    }
}
