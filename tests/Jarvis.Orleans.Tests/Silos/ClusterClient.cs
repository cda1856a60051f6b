using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A client of a cluster of processes.</summary>
internal static class ClusterClient
{
    internal static async Task<IHost> StartAsync(IReadOnlyDictionary<string, string> cluster)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddFileResources(options => options.Directory = cluster["Resources"]).AddJarvisClusterClient();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster["ClusterId"], cluster["ServiceId"]))
            .UseJarvisPostgres(cluster["Database"]));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
