using System.Net;
using Jarvis.Client;
using Jarvis.Client.Events;
using Jarvis.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers Jarvis as it is over HTTP.</summary>
public static class JarvisClientServiceCollectionExtensions
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a server may take to say whether it takes a file; after that it is sent all the same, since not everything on the way knows the question.</summary>
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(5);

    /// <summary>DNS is asked again so often.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds <see cref="JarvisClient"/>, and <see cref="IJarvis"/> by it where nothing else is.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Says where Jarvis is and who asks.</param>
    /// <returns>The HTTP client underneath, for handlers of one's own.</returns>
    public static IHttpClientBuilder AddJarvisClient(this IServiceCollection services, Action<JarvisClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<JarvisClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JarvisClientOptions>, JarvisClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClientTelemetry>();
        services.TryAddSingleton<KeySource>();
        services.TryAddSingleton<ServerFaults>();
        services.TryAddSingleton<JarvisHttp>();
        services.TryAddSingleton<EventReader>();
        services.TryAddSingleton(static provider => new JarvisClient(
            provider.GetRequiredService<JarvisHttp>(),
            provider.GetRequiredService<EventReader>(),
            provider.GetRequiredService<ServerFaults>(),
            provider.GetRequiredService<IOptions<JarvisClientOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IJarvis>(static provider => provider.GetRequiredService<JarvisClient>());
        // One handler for good: it renews its connections itself, and streams outlive what the factory would renew.
        return services.AddHttpClient(JarvisHttp.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                // Where a redirect leads the key must not go.
                handler.AllowAutoRedirect = false;
                handler.AutomaticDecompression = DecompressionMethods.None;
                handler.UseCookies = false;
                handler.Expect100ContinueTimeout = ContinueTimeout;
                handler.ConnectTimeout = ConnectTimeout;
                handler.PooledConnectionLifetime = ConnectionLifetime;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }
}
