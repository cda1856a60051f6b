using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Actors;
using Jarvis.Models;
using Jarvis.Orleans;
using Jarvis.Placement;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.TypeSystem;

namespace Jarvis;

/// <summary>Hosts Jarvis in a cluster.</summary>
public static class JarvisSiloBuilderExtensions
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds Jarvis to a silo: its actors as grains, and <see cref="IJarvis"/> for who is in the same process. Models come from what is registered
    /// beside it, files go to the registered resource store, which all silos and clients have to share. State is kept in the grain storage of the
    /// name <c>jarvis</c>; reminders have to be set up too.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Changes the defaults; null to keep them.</param>
    public static ISiloBuilder UseJarvis(this ISiloBuilder silo, Action<JarvisClusterOptions>? configure = null)
    {
        var services = silo.Services;
        services.AddOptions<JarvisClusterOptions>().Configure(configure ?? (static _ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddGrainState();
        services.TryAddSingleton<IModelCatalog, ClusterCatalog>();
        services.TryAddSingleton(provider => (ClusterCatalog)provider.GetRequiredService<IModelCatalog>());
        // The engine loads and runs what this silo can, whatever others have.
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ModelEngineServices>(provider, provider.GetRequiredService<ModelCatalog>()));
        services.AddSingleton<GrainLeases>();
        services.TryAddSingleton<ITenantBudget>(provider => provider.GetRequiredService<GrainLeases>());
        services.TryAddSingleton<IQuotaLedger>(provider => provider.GetRequiredService<GrainLeases>());
        services.AddSingleton<ILeaseHolders, SiloLeaseHolders>();
        services.AddSingleton<LeaseReturn>();
        services.AddJarvisCore();
        services.AddJarvisCalls();
        services.AddSingleton<SiloMailboxes>();
        services.AddSingleton<SettledLosses>();
        services.AddSingleton<RecoveryTrigger>();
        services.AddSingleton(provider => new Lazy<IModelEngine>(provider.GetRequiredService<IModelEngine>));
        services.AddSingleton<SiloModels>();
        services.AddSingleton<ClusterModels>();
        services.AddSingleton<SiloLoads>();
        services.AddSingleton<LoadReports>();
        services.AddSingleton<TakenJobs>();
        services.AddSingleton<ModelRouter>();
        services.AddHardware(silo);
        services.AddOptions<SiloConnectionOptions>().Configure<IServiceProvider>(static (connections, provider) =>
        {
            var silent = new SilentConnections(ResponseTimeout, provider.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Messaging));
            connections.ConfigureSiloInboundConnection(builder => builder.Use(silent.Watch));
            connections.ConfigureSiloOutboundConnection(builder => builder.Use(silent.Watch));
        });
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloMailboxes>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MemberLosses>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RecoveryTrigger>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LoadReports>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<TakenJobs>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LeaseReturn>());
        services.AddPlacementDirector<SiloOfKeyPlacement, SiloOfKeyDirector>();
        silo.AddIncomingGrainCallFilter<TenantGate>();
        silo.AddStartupTask((provider, cancellationToken) => provider.GetRequiredService<ModelEngine>().PreloadAsync(cancellationToken));
        return silo;
    }

    /// <summary>
    /// Adds <see cref="IJarvis"/> for a client of the cluster, such as a gateway, beside <c>UseOrleansClient</c>. Files go to the registered resource
    /// store, which has to be the one of the silos.
    /// </summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddJarvisClusterClient(this IServiceCollection services) => services
        // How soon a client knows that a silo is gone, by which it makes calls again that may never be answered.
        .Configure<TypeManagementOptions>(manifest => manifest.TypeMapRefreshInterval = TimeSpan.FromSeconds(1))
        // And that a gateway is, which does not answer that, or has come: of those that it knows, all may be replaced within a minute.
        .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
        .AddSingleton<ClientLosses>()
        .AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<ClientLosses>())
        .AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(provider => provider.GetRequiredService<ClientLosses>())
        .AddJarvisCalls();

    private static JsonSerializerOptions Json { get; } = new(JarvisJsonContext.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(JarvisJsonContext.Default, SiloJsonContext.Default),
    };

    private static IServiceCollection AddHardware(this IServiceCollection services, ISiloBuilder silo)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        services.AddSingleton<IDeviceSource, ConfiguredDevices>();
        // Before what hands it out: the devices are known once the silo is put together, and said before it is among the others.
        services.AddOptions<SiloMetadata>().Configure<IDeviceInventory, IOptions<JarvisClusterOptions>>(
            (_, devices, options) => SiloHardware.Describe(metadata, devices, options));
        silo.UseSiloMetadata(metadata);
        services.AddSingleton<ISiloHardware, SiloHardware>();
        services.AddSingleton<ModelPlaces>();
        services.AddSingleton<ClusterPlacement>();
        services.AddPlacementFilter<HardwareFilter, HardwareFilterDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<CoordinatorFilter, CoordinatorFilterDirector>(ServiceLifetime.Singleton);
        return services;
    }

    /// <summary>What silos and clients have in common: the way to actors, and how what they say travels.</summary>
    private static IServiceCollection AddJarvisCalls(this IServiceCollection services)
    {
        services.AddLogging();
        // Alike in both: a silo breaks the silence of a stream twice in this time, or its reader takes it for gone.
        services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        // What placing ends with when it takes too long would else reach a caller as a fault of the serializer.
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(Polly)));
        // Before the serializer, which would copy by writing and reading.
        services.AddSingleton<IGeneralizedCopier, ImmutableCopier>();
        // Before the one whose work it does faster.
        services.AddSingleton<IGeneralizedCodec>(provider => new MessageCodec(
            provider.GetRequiredService<JsonCodec>(), provider.GetRequiredService<TypeConverter>(), Json));
        services.AddSerializer(builder => builder.AddJsonSerializer(ImmutableCopier.IsMessage, Json));
        services.AddSingleton<IOutgoingGrainCallFilter, TenantStamp>();
        services.TryAddSingleton<SiloLosses>();
        services.TryAddSingleton<Delivery>();
        services.TryAddSingleton<LocalActors>();
        services.TryAddSingleton<IActorDirectory, GrainActors>();
        services.TryAddSingleton<IJarvis, JarvisCluster>();
        services.TryAddSingleton<IModelResidency, ClusterResidency>();
        return services;
    }
}
