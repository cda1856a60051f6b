using Jarvis.Orleans;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Jarvis;

/// <summary>Keeps what a cluster keeps in PostgreSQL.</summary>
public static class JarvisPostgresExtensions
{
    private const string Provider = "Npgsql";

    /// <summary>
    /// Before what was configured, which counts: nothing of a session is changed that would have to be undone by a further transaction for each that
    /// is made, and of the few statements that there are the server has each plan.
    /// </summary>
    internal const string StorageDefaults = "No Reset On Close=true;Max Auto Prepare=32;";

    /// <summary>
    /// Has a silo find the others by the database, and keep state and reminders there. Call it before
    /// <see cref="JarvisSiloBuilderExtensions.UseJarvis"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Says where the database is.</param>
    public static ISiloBuilder UseJarvisPostgres(this ISiloBuilder silo, Action<JarvisPostgresOptions> configure)
    {
        silo.Services.AddOptions<JarvisPostgresOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        silo.Services.TryAddSingleton<IStateStore>(provider => new PostgresStateStore(
            provider.GetRequiredKeyedService<IGrainStorage>(StateServiceCollectionExtensions.StorageName),
            provider.GetRequiredService<StateSerializer>(),
            provider.GetRequiredService<IOptions<JarvisPostgresOptions>>().Value.ConnectionString,
            provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            provider.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Messaging)));
        silo.Services.AddGrainState();
        silo.Services.TryAddSingleton<ITenantDocuments, PostgresTenantDocuments>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SchemaAtStart>();
        return silo
            .UseAdoNetClustering((AdoNetClusteringSiloOptions options) => options.Invariant = Provider)
            .UseAdoNetReminderService((AdoNetReminderTableOptions options) => options.Invariant = Provider)
            .AddAdoNetGrainStorage(StateServiceCollectionExtensions.StorageName, options => options.Configure<StateSerializer, IOptions<JarvisPostgresOptions>>(ConfigureStorage))
            .ConfigureServices(services => services
                .AddOptions<AdoNetClusteringSiloOptions>()
                .Configure<IOptions<JarvisPostgresOptions>>((options, database) => options.ConnectionString = database.Value.ConnectionString))
            .ConfigureServices(services => services
                .AddOptions<AdoNetReminderTableOptions>()
                .Configure<IOptions<JarvisPostgresOptions>>((options, database) => options.ConnectionString = database.Value.ConnectionString));
    }

    /// <summary>Has a client find the silos by the database.</summary>
    /// <param name="client">The client.</param>
    /// <param name="connectionString">Where it is.</param>
    public static IClientBuilder UseJarvisPostgres(this IClientBuilder client, string connectionString) => client.UseAdoNetClustering(
        (AdoNetClusteringClientOptions options) => (options.Invariant, options.ConnectionString) = (Provider, connectionString));

    internal static void ConfigureStorage(AdoNetGrainStorageOptions options, StateSerializer serializer, IOptions<JarvisPostgresOptions> database)
    {
        options.Invariant = Provider;
        options.ConnectionString = StorageDefaults + database.Value.ConnectionString;
        options.GrainStorageSerializer = serializer;
        // A deleted document leaves nothing, not even that it was there.
        options.DeleteStateOnClear = true;
    }
}
