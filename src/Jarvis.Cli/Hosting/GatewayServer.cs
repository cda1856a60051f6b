using Jarvis.Errors;
using Jarvis.Gateway;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jarvis.Cli.Hosting;

/// <summary>The gateway in front of the embedded host, in one process.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private GatewayServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    internal IReadOnlyList<string> Addresses { get; private init; } = [];

    /// <summary>Whether every call needs a key.</summary>
    internal bool RequiresKeys { get; private init; }

    /// <summary>The first key, which nobody has seen yet; null where there was one before, or none is needed.</summary>
    internal IssuedKey? FirstKey { get; private init; }

    /// <exception cref="JarvisException">A setting is wrong, or an address cannot be listened at.</exception>
    internal static async Task<GatewayServer> StartAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var said = JarvisHost.Said();
        builder.Configuration.AddInMemoryCollection(said.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        JarvisHost.AddLogs(builder.Logging, settings.Host);
        JarvisHost.AddTo(builder.Services, settings.Host, said);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.Services.AddSignedLinks(links => links.KeyFile = DataFolder.Of(Environment.GetEnvironmentVariable).LinkKeys);
        builder.Services.AddJarvisGateway(gateway => Bind(builder.Configuration, gateway)).AddJarvisConsole();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseUrls([.. settings.Addresses.Select(address => address.ToString())]);
        var app = builder.Build();
        try
        {
            if (settings.Addresses.Any(address => address.Scheme == Uri.UriSchemeHttps))
            {
                app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.LoadCertificate().Dispose();
            }

            var (requires, first) = await DecideAsync(app.Services, settings, cancellationToken).ConfigureAwait(false);
            app.MapJarvisGateway().MapJarvisConsole();
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            // From here on turns that were open go on.
            app.Services.GetRequiredService<IJarvis>();
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            return new(app) { Addresses = [.. addresses], RequiresKeys = requires, FirstKey = first };
        }
        catch (Exception failed)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw failed switch
            {
                OptionsValidationException invalid => Error.InvalidRequest($"A setting is wrong: {string.Join(' ', invalid.Failures)}"),
                IOException { InnerException: AddressInUseException } => Error.InvalidRequest(
                    $"Something else listens at {string.Join(" or ", settings.Addresses)} already; stop it, or give another with --port."),
                System.Net.Sockets.SocketException or IOException { InnerException: System.Net.Sockets.SocketException } => Error.InvalidRequest(
                    $"This machine cannot listen at {string.Join(" or ", settings.Addresses)}: {failed.Message} Give another with --url."),
                _ => failed,
            };
        }
    }

    /// <summary>Ends it in peace: streams are told where to go on, and what is under way is waited for a while.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void Bind(ConfigurationManager configuration, GatewayOptions gateway)
    {
        try
        {
            configuration.GetSection(GatewayOptions.Section).Bind(gateway, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            throw Error.InvalidRequest($"A setting is wrong: {wrong.Message} {wrong.InnerException?.Message}");
        }
    }

    /// <summary>
    /// Who is alone with his machine needs no key. As soon as somebody has made one, or others can reach it, everybody needs one; where there is none yet,
    /// the first is made.
    /// </summary>
    private static async Task<(bool Requires, IssuedKey? First)> DecideAsync(IServiceProvider services, ServeSettings settings, CancellationToken cancellationToken)
    {
        var keys = services.GetRequiredService<ICallerKeys>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var live = (await keys.ListAsync(TenantId.Local, cancellationToken).ConfigureAwait(false)).Where(key => key.RevokedAt is null && !(key.ExpiresAt <= now)).ToList();
        var isAlone = settings.Addresses.All(address => address.IsLoopback);
        if (settings.RequireKeys == false && !isAlone)
        {
            throw Error.InvalidRequest("Others can reach an address that is not of this machine alone, so keys are needed there; leave --no-keys out, or listen at 127.0.0.1.");
        }

        var requires = settings.RequireKeys ?? (live.Count > 0 || !isAlone);
        services.GetRequiredService<IOptions<GatewayOptions>>().Value.RequireKeys = requires;
        return requires && !live.Exists(key => key.Scopes.Contains(KeyScope.Admin))
            ? (true, await keys.CreateAsync(TenantId.Local, new CallerKeyRequest("first", KeyScope.Read, KeyScope.Use, KeyScope.Admin), cancellationToken).ConfigureAwait(false))
            : (requires, null);
    }
}
