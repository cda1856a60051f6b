using Jarvis.Errors;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Jarvis.Orleans;

/// <summary>Opens the state of a cluster for a program that is none of its silos, such as one that makes keys.</summary>
public static class PostgresState
{
    /// <summary>Opens it; the cluster need not run.</summary>
    /// <param name="connectionString">Where it is, as Npgsql writes it.</param>
    /// <param name="serviceId">Whose state it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">As for <see cref="PostgresSchema.RequireAsync"/>.</exception>
    public static async Task<IStateStore> OpenAsync(string connectionString, string serviceId, CancellationToken cancellationToken)
    {
        await new PostgresSchema(connectionString).RequireAsync(cancellationToken).ConfigureAwait(false);
        return new GrainStateStore(await OpenStorageAsync(new ServiceCollection(), connectionString, serviceId, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Opens the grain storage that state is kept in.</summary>
    /// <param name="services">May hold a serializer of its own.</param>
    /// <param name="connectionString">Where it is.</param>
    /// <param name="serviceId">Whose state it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<IGrainStorage> OpenStorageAsync(IServiceCollection services, string connectionString, string serviceId, CancellationToken cancellationToken)
    {
        services.AddLogging().AddSerializer().AddGrainState();
        services.Configure<ClusterOptions>(cluster => cluster.ServiceId = serviceId);
        services.Configure<JarvisPostgresOptions>(database => database.ConnectionString = connectionString);
        services.AddOptions<AdoNetGrainStorageOptions>(StateServiceCollectionExtensions.StorageName)
            .Configure<StateSerializer, IOptions<JarvisPostgresOptions>>(JarvisPostgresExtensions.ConfigureStorage);
        var storage = AdoNetGrainStorageFactory.Create(services.BuildServiceProvider(), StateServiceCollectionExtensions.StorageName);
        var start = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        storage.Participate(start);
        await start.OnStart(cancellationToken).ConfigureAwait(false);
        return storage;
    }
}
