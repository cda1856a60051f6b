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
            .Validate(options => options.LeftoverAge >= TimeSpan.Zero, "The LeftoverAge of resources has to be zero or more.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IResourceStore, FileResourceStore>();
        return services;
    }
}
