using Jarvis.Models;
using Jarvis.Models.Process.Commands;
using Jarvis.Models.Process.Isolation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers processes for models that are not trusted.</summary>
public static class ModelIsolationServiceCollectionExtensions
{
    /// <summary>
    /// Runs models whose card says <see cref="ModelCard.Isolated"/> in processes of their own. To be called before <c>AddJarvis</c>; without it
    /// such a model is not run at all.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Names the program.</param>
    public static IServiceCollection AddModelIsolation(this IServiceCollection services, Action<ModelIsolationOptions> configure)
    {
        services.AddOptions<ModelIsolationOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelIsolationOptions>, ModelIsolationOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProgramFinder>();
        services.TryAddSingleton<NetworkWall>();
        services.TryAddSingleton<CommandRunner>();
        services.TryAddSingleton<WorkerProcesses>();
        services.TryAddSingleton<IReadOnlyDictionary<string, IModelRunner>>(provider => provider.GetServices<IModelRunner>()
            .Select(runner => runner is IModelLoader loader ? new IsolatingRunner(runner, loader, provider.GetRequiredService<WorkerProcesses>()) : runner)
            .ToDictionary(runner => runner.Name, StringComparer.Ordinal));
        return services;
    }
}
