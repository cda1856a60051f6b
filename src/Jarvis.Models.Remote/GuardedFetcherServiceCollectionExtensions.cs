using Jarvis.Models.Remote.Fetching;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers the client that fetches what users name by address.</summary>
public static class GuardedFetcherServiceCollectionExtensions
{
    /// <summary>
    /// Lets requests name files by their address on the public web. Without it a host fetches nothing. Reads
    /// <c>Jarvis__Fetch__MaxLength</c>, <c>__Timeout</c>, <c>__AllowedHosts</c> and <c>__AllowedPorts</c>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets limits; sees what the environment said.</param>
    public static IServiceCollection AddGuardedFetcher(this IServiceCollection services, Action<FetchOptions>? configure = null)
    {
        services.AddOptions<FetchOptions>()
            .Configure(options => FetchEnvironment.Apply(options, Environment.GetEnvironmentVariable))
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .Validate(options => options.AllowedPorts.All(port => port is > 0 and <= 65_535), "AllowedPorts of fetching are from 1 to 65535.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<IConnector, SocketConnector>();
        services.TryAddSingleton<IResourceFetcher, GuardedFetcher>();
        return services;
    }
}
