using Jarvis.Models;
using Jarvis.Models.Remote;
using Jarvis.Models.Remote.Health;
using Jarvis.Models.Remote.HuggingFace;
using Jarvis.Models.Remote.Mcp;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers models that run behind endpoints elsewhere.</summary>
public static class RemoteServiceCollectionExtensions
{
    /// <summary>
    /// Adds the models of Hugging Face's inference service, for which the environment variable HF_TOKEN is read, and those of the
    /// OpenAI-compatible endpoints, other Jarvises and tool servers that are configured.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets tokens, endpoints and models; sees what the environment said.</param>
    public static IServiceCollection AddRemoteModels(this IServiceCollection services, Action<RemoteModelOptions>? configure = null)
    {
        services.AddOptions<RemoteModelOptions>()
            .Configure(options => options.HuggingFace.Token ??= Environment.GetEnvironmentVariable("HF_TOKEN"))
            .Configure(options => configure?.Invoke(options))
            .PostConfigure(ReadKeys)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RemoteModelOptions>, HuggingFaceOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RemoteModelOptions>, OpenAIEndpointsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RemoteModelOptions>, JarvisPeersValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RemoteModelOptions>, McpToolServersValidator>());
        AddClient(services, InferenceCaller.HttpClientName);
        AddClient(services, JarvisPeer.HttpClientName);
        AddClient(services, McpToolServer.HttpClientName);
        AddClient(services, OpenAIModelRunner.HttpClientName);
        AddClient(services, EndpointProbe.HttpClientName);
        AddClient(services, RemoteServers.HttpClientName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EndpointBreakers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EndpointProbe>());
        services.TryAddSingleton<IRemoteServers, RemoteServers>();
        services.TryAddSingleton<InferenceCaller>();
        services.TryAddSingleton<HuggingFaceClient>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, HuggingFaceModelSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, HuggingFaceRunner>());
        services.TryAddSingleton<OpenAIEndpoints>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, OpenAIModelSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, OpenAIModelRunner>());
        services.TryAddSingleton<JarvisPeers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, JarvisPeerSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, JarvisPeerRunner>());
        services.TryAddSingleton<McpToolServers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, McpToolSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, McpToolRunner>());
        return services;
    }

    private static void ReadKeys(RemoteModelOptions options)
    {
        foreach (var server in options.OpenAI.Values.Where(server => string.IsNullOrEmpty(server.Key) && !string.IsNullOrEmpty(server.KeyVariable)))
            server.Key = Environment.GetEnvironmentVariable(server.KeyVariable!)?.Trim();

        foreach (var peer in options.Jarvis.Values.Where(peer => string.IsNullOrEmpty(peer.Key) && !string.IsNullOrEmpty(peer.KeyVariable)))
            peer.Key = Environment.GetEnvironmentVariable(peer.KeyVariable!)?.Trim();

        foreach (var server in options.Mcp.Values.Where(server => string.IsNullOrEmpty(server.Key) && !string.IsNullOrEmpty(server.KeyVariable)))
            server.Key = Environment.GetEnvironmentVariable(server.KeyVariable!)?.Trim();
    }

    private static void AddClient(IServiceCollection services, string name) => services
        .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
        .RedactLoggedHeaders(["Authorization"])
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect would carry the request, with its token, to wherever the answer says.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
}
