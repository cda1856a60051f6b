using Jarvis.Actors;
using Jarvis.Embedded;
using Jarvis.Models;
using Jarvis.Resources;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers the single-process host.</summary>
public static partial class JarvisEmbeddedServiceCollectionExtensions
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
        services.TryAddSingleton<IModelResidency>(static provider => provider.GetRequiredService<ModelEngine>());
        return services;
    }

    private static EmbeddedJarvis Start(IServiceProvider provider)
    {
        // Who uses the host does not wait for models that are to be there before they are asked for.
        _ = provider.GetRequiredService<ModelEngine>().PreloadAsync(CancellationToken.None);
        if (provider.GetRequiredService<IStateStore>() is ITenantDocuments and not InMemoryStateStore)
        {
            // What is kept on disk may be named by turns that a state in memory knows nothing of.
            provider.GetService<CollectionSchedule>()?.Start();
        }

        if (provider.GetRequiredService<IOptions<EmbeddedOptions>>().Value.ResumeOnStart)
        {
            _ = ResumeAsync(provider);
        }

        return ActivatorUtilities.CreateInstance<EmbeddedJarvis>(provider);
    }

    private static async Task ResumeAsync(IServiceProvider provider)
    {
        try
        {
            var recovery = provider.GetRequiredService<HostRecovery>();
            await Task.Run(() => recovery.RunAsync(CancellationToken.None)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The host starts all the same: each conversation is gone on with when it is next used.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotResumed(provider.GetRequiredService<ILogger<EmbeddedActors>>(), exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The turns that were open when the host stopped could not be found.")]
    private static partial void LogNotResumed(ILogger logger, Exception exception);
}
