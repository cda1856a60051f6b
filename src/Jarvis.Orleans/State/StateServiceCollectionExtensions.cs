using System.Text.Json;
using Jarvis.Planning;
using Jarvis.Serialization;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Jarvis.Orleans;

/// <summary>Registers a grain storage as the place for state.</summary>
internal static class StateServiceCollectionExtensions
{
    /// <summary>The grain storage that state is kept in.</summary>
    internal const string StorageName = "jarvis";

    internal static IServiceCollection AddGrainState(this IServiceCollection services)
    {
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton(provider =>
            new StateSerializer(new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(provider.GetRequiredService<TaskTypeCatalog>())));
        services.TryAddSingleton<IStateStore>(provider => new GrainStateStore(provider.GetRequiredKeyedService<IGrainStorage>(StorageName)));
        return services;
    }
}
