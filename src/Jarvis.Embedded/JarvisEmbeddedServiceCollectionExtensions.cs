using Jarvis.Actors;
using Jarvis.Embedded;
using Jarvis.Models;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers the single-process host.</summary>
public static class JarvisEmbeddedServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IJarvis"/> in this process. Models come from what is registered beside it, such as <c>AddOnnxModels()</c> and
    /// <c>AddProcessModels()</c>; files go to the registered resource store.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Changes the defaults; null to keep them.</param>
    public static IServiceCollection AddJarvis(this IServiceCollection services, Action<EmbeddedOptions>? configure = null)
    {
        services.AddLogging();
        services.AddJarvisCore();
        services.AddOptions<EmbeddedOptions>().Configure(configure ?? (static _ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IActorDirectory, EmbeddedActors>();
        services.TryAddSingleton<IJarvis>(Start);
        return services;
    }

    private static EmbeddedJarvis Start(IServiceProvider provider)
    {
        // Who uses the host does not wait for models that are to be there before they are asked for.
        _ = provider.GetRequiredService<ModelEngine>().PreloadAsync(CancellationToken.None);
        provider.GetService<CollectionSchedule>()?.Start();
        return ActivatorUtilities.CreateInstance<EmbeddedJarvis>(provider);
    }
}
