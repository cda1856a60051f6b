using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Dashboard;

namespace Jarvis.Silo;

/// <summary>Puts a silo together from its configuration.</summary>
internal static class SiloHost
{
    private const string ReadyTag = "ready";

    /// <summary>Builds it; it begins when it is run.</summary>
    /// <param name="arguments">Settings that count before those of the environment, such as <c>--Jarvis:Silo:SiloPort=11112</c>.</param>
    internal static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        var options = Read(builder.Configuration);
        builder.WebHost.UseUrls(options is { Api: { } api } && options.Is(SiloRole.Gateway) ? [options.Health, api] : [options.Health]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        // Two lines for each actor that is placed.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck<SiloReadiness>("silo", tags: [ReadyTag]);
        AddModels(builder.Services, builder.Configuration, options);
        var address = AddressOf(options);
        builder.UseOrleans(silo => Configure(silo, options, address));
        if (options.Dashboard)
        {
            builder.Services.AddAdminAccess();
        }

        if (options.Is(SiloRole.Gateway))
        {
            AddGateway(builder, options);
        }

        var app = builder.Build();
        if (options.Is(SiloRole.Gateway))
        {
            app.MapJarvisGateway().MapJarvisConsole();
        }

        // No grain is called: a silo that is slow must not be ended for it.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(ReadyTag) });
        if (options.Dashboard)
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapOrleansDashboard("/dashboard").RequireAuthorization(AdminAccess.Policy);
        }

        return app;
    }

    /// <summary>Reads the settings, before anything is built of them.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, with all that is wrong.</exception>
    internal static SiloOptions Read(IConfigurationManager configuration)
    {
        var options = Bind(configuration);
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
            ? options
            : throw Error.InvalidRequest(string.Join('\n', faults.Select(fault => fault.ErrorMessage)));
    }

    /// <summary>Reads the settings of a program that only works on the database.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, with what is wrong.</exception>
    internal static SiloOptions ReadDatabase(IConfigurationManager configuration)
    {
        var options = Bind(configuration);
        return options.Database.Length > 0 ? options : throw Error.InvalidRequest(SiloOptions.NoDatabase);
    }

    /// <summary>What silos and clients of one cluster agree on.</summary>
    internal static void Configure(TlsOptions tls, ClusterCertificates certificates)
    {
        tls.LocalCertificate = certificates.Own;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.CheckCertificateRevocation = false;
        tls.RemoteCertificateValidation = certificates.IsTaken;
        tls.OnAuthenticateAsClient = static (_, authentication) => authentication.TargetHost = "jarvis";
    }

    private static SiloOptions Bind(IConfigurationManager configuration)
    {
        AddSecrets(configuration);
        var options = new SiloOptions();
        try
        {
            configuration.GetSection(SiloOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            return options;
        }
        catch (InvalidOperationException wrong)
        {
            throw Error.InvalidRequest($"A setting is wrong: {wrong.Message} {wrong.InnerException?.Message} See jarvis-silo --help for what there is.");
        }
    }

    private static void AddSecrets(IConfigurationManager configuration)
    {
        if (configuration[$"{SiloOptions.Section}:{nameof(SiloOptions.Secrets)}"] is not { Length: > 0 } folder)
        {
            return;
        }

        if (!Directory.Exists(folder))
        {
            throw Error.InvalidRequest("Jarvis__Silo__Secrets names no folder; mount it, or unset it.");
        }

        configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
    }

    private static IPAddress AddressOf(SiloOptions options)
    {
        if (IPAddress.TryParse(options.Address, out var address))
        {
            return address;
        }

        try
        {
            return Dns.GetHostAddresses(options.Address).OrderBy(found => found.AddressFamily).First();
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException or InvalidOperationException)
        {
            throw Error.InvalidRequest("Jarvis__Silo__Address is no address and no name of one; set it to the address that other silos reach this one at.");
        }
    }

    private static void AddGateway(WebApplicationBuilder builder, SiloOptions options)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        // All gateways take each other's links.
        builder.Services.AddSignedLinks(links => links.KeyFile = Path.Combine(options.Resources, ".link-keys"));
        builder.Services.AddJarvisGateway(gateway =>
        {
            builder.Configuration.GetSection(Gateway.GatewayOptions.Section).Bind(gateway, binder => binder.ErrorOnUnknownConfiguration = true);
            gateway.RequireKeys = true;
        }).AddJarvisConsole();
    }

    private static void AddModels(IServiceCollection services, IConfiguration configuration, SiloOptions options)
    {
        services.AddFileResources(resources => resources.Directory = options.Resources);
        if (options.RunsModels)
        {
            services.AddConfiguredServers(configuration).AddProcessModels().AddOnnxModels().AddModelCards();
        }
    }

    private static void Configure(ISiloBuilder silo, SiloOptions options, IPAddress address)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.ConfigureEndpoints(
            address, options.SiloPort, options.Is(SiloRole.Gateway) ? options.GatewayPort : 0, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(Detect);
        silo.UseJarvisPostgres(database => (database.ConnectionString, database.Migrate) = (options.Database, options.Migrate));
        silo.UseJarvis(jarvis =>
        {
            jarvis.HostConversations = options.Is(SiloRole.Coordinator);
            foreach (var device in options.Devices)
            {
                jarvis.Devices.Add(device);
            }
        });
        if (options.Tls is { } tls)
        {
            var certificates = new ClusterCertificates(tls);
            silo.UseTls(certificates.Own, settings => Configure(settings, certificates));
        }

        if (options.Dashboard)
        {
            silo.AddDashboard();
        }
    }

    /// <summary>
    /// A silo that is killed is found within 3 seconds, where the defaults take 10, and one whose machine or network is gone within 7, where they take a
    /// minute: turns stand still so long. Two must agree, and only if they have heard nothing else of it meanwhile either, so that neither one that is
    /// slow nor one with a bad network of its own puts others out. See deploy/decisions/0020.
    /// </summary>
    private static void Detect(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
    }
}
