using System.Text.Json;
using Jarvis.Conformance;
using Jarvis.Planning;
using Jarvis.Serialization;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>Opens the state of a cluster without one.</summary>
internal static class PostgresStore
{
    internal static async Task<IStateStore> OpenAsync(PostgresServer server, string service) => new GrainStateStore(await OpenStorageAsync(server, service));

    internal static async Task<IGrainStorage> OpenStorageAsync(PostgresServer server, string service)
    {
        var json = new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);
        json.TypeInfoResolverChain.Add(ConformanceJsonContext.Default);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSerializer()
            .Configure<ClusterOptions>(options => options.ServiceId = service)
            .Configure<AdoNetGrainStorageOptions>("jarvis", options => JarvisPostgresExtensions.ConfigureStorage(
                options, new StateSerializer(json), Options.Create(new JarvisPostgresOptions { ConnectionString = server.ConnectionString })))
            .BuildServiceProvider();
        var storage = AdoNetGrainStorageFactory.Create(services, "jarvis");
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        storage.Participate(lifecycle);
        await lifecycle.OnStart(CancellationToken.None);
        return storage;
    }
}
