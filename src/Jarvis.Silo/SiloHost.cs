using System.ComponentModel.DataAnnotations;
using System.Net;
using Jarvis.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;

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
        builder.WebHost.UseUrls(options.Health);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        // Two lines for each actor that is placed.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck<SiloReadiness>("silo", tags: [ReadyTag]);
        AddModels(builder.Services, options);
        builder.UseOrleans(silo => Configure(silo, options));

        var app = builder.Build();
        // No grain is called: a silo that is slow must not be ended for it.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(ReadyTag) });
        return app;
    }

    /// <summary>Reads the settings, before anything is built of them.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, with all that is wrong.</exception>
    internal static SiloOptions Read(IConfiguration configuration)
    {
        var options = new SiloOptions();
        try
        {
            configuration.GetSection(SiloOptions.Section).Bind(options);
        }
        catch (InvalidOperationException wrong)
        {
            throw Error.InvalidRequest($"A setting is wrong: {wrong.Message}");
        }

        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
            ? options
            : throw Error.InvalidRequest(string.Join('\n', faults.Select(fault => fault.ErrorMessage)));
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

    private static void AddModels(IServiceCollection services, SiloOptions options) => services
        .AddFileResources(resources => resources.Directory = options.Resources)
        .AddProcessModels()
        .AddOnnxModels()
        .AddModelCards();

    private static void Configure(ISiloBuilder silo, SiloOptions options)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.ConfigureEndpoints(
            IPAddress.Parse(options.Address), options.SiloPort, options.Is(SiloRole.Gateway) ? options.GatewayPort : 0, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(Detect);
        silo.UseJarvisPostgres(database => database.ConnectionString = options.Database);
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
