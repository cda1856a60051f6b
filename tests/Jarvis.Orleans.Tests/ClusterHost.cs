using Jarvis.Conformance.Hosts;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Jarvis.Orleans.Tests;

/// <summary>A cluster of one silo in this process with what a test puts into it, used through a client of its own.</summary>
internal sealed class ClusterHost(InProcessTestCluster cluster) : IRunningHost
{
    public IJarvis Jarvis { get; } = cluster.Client.ServiceProvider.GetRequiredService<IJarvis>();

    internal InProcessTestCluster Cluster => cluster;

    public static async Task<IRunningHost> StartAsync(HostSetup setup) => await StartAsync(setup, silos: 1);

    internal static async Task<ClusterHost> StartAsync(HostSetup setup, short silos, Action<string, ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.AssumeHomogenousSilosForTesting = false;
        builder.ConfigureSilo((options, silo) =>
        {
            setup.AddTo(silo.Services);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.UseInMemoryReminderService().UseJarvis();
            configure?.Invoke(options.SiloName, silo);
        });
        InProcessTestCluster? cluster = null;
        builder.ConfigureClient(client => client.Services
            // What silos and clients share.
            .AddSingleton(_ => cluster!.GetSiloServiceProvider().GetRequiredService<IResourceStore>())
            .AddJarvisClusterClient());
        cluster = builder.Build();
        await cluster.DeployAsync();
        return new ClusterHost(cluster);
    }

    /// <summary>The names of the silos that hold grains of each type, and those of each model.</summary>
    internal async Task<ILookup<string, string>> WhereAsync()
    {
        var names = cluster.Silos.ToDictionary(silo => silo.SiloAddress, silo => silo.Name);
        var grains = await cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return grains
            .SelectMany(grain => new[] { $"{grain.GrainId.Type}", $"{grain.GrainId}" }.Select(key => (key, Silo: names[grain.SiloAddress])))
            .Distinct()
            .ToLookup(found => found.key, found => found.Silo);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }
}
