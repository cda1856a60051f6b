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
            // A test that ends has no use for what still runs.
            silo.UseInMemoryReminderService().UseJarvis(jarvis => jarvis.DrainTimeout = TimeSpan.Zero);
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

    /// <summary>The names of the silos that hold grains of each type, such as <c>conversation</c>, those of each grain, and those of each model, such as <c>model writer</c>.</summary>
    internal async Task<ILookup<string, string>> WhereAsync()
    {
        var names = cluster.Silos.ToDictionary(silo => silo.SiloAddress, silo => silo.Name);
        var grains = await cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return grains
            .SelectMany(grain => new[] { $"{grain.GrainId.Type}", $"{grain.GrainId}", $"{grain.GrainId.Type} {grain.GrainId.Key.ToString()!.Split(' ')[0]}" }.Select(key => (key, Silo: names[grain.SiloAddress])))
            .Distinct()
            .ToLookup(found => found.key, found => found.Silo);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }
}
