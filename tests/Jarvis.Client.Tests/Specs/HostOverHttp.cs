using System.Collections.Concurrent;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Client.Tests.Specs;

/// <summary>
/// The embedded host behind the gateway on a port of this machine, as the client sees it: with a key of each tenant that is named. This machine's own needs none, so
/// that hosts whose store refuses everything can be asked too.
/// </summary>
internal sealed class HostOverHttp : IRunningHost
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentDictionary<TenantId, Lazy<Task<ServiceProvider>>> _clients = [];

    private HostOverHttp(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        Address = LoopbackServer.AddressOf(app);
        Jarvis = new TenantsJarvis(ClientAsync);
    }

    public IJarvis Jarvis { get; }

    internal Uri Address { get; }

    internal static async Task<IRunningHost> StartAsync(HostSetup setup) => await StartAsync(setup, port: 0);

    /// <param name="setup">What is in the host.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    internal static async Task<HostOverHttp> StartAsync(HostSetup setup, int port)
    {
        var folder = Directory.CreateTempSubdirectory("jarvis-client-");
        var builder = LoopbackServer.NewBuilder(port);
        setup.AddTo(builder.Services);
        builder.Services.AddJarvis().AddJarvisGateway(gateway => (gateway.RequestsPerMinute, gateway.RequireKeys) = (10_000_000, false))
            .Configure<SignedLinkOptions>(links => links.KeyFile = Path.Combine(folder.FullName, "link-keys"));
        var app = builder.Build();
        app.MapJarvisGateway();
        await app.StartAsync();
        return new(app, folder);
    }

    /// <summary>A key of a tenant, which is made where there is none of it.</summary>
    internal async Task<string> KeyAsync(TenantId tenant)
    {
        var tenants = _app.Services.GetRequiredService<ITenants>();
        if (tenant != TenantId.Local && await tenants.FindAsync(tenant, default) is null)
        {
            await tenants.CreateAsync(tenant, "", default);
        }

        var issued = await _app.Services.GetRequiredService<ICallerKeys>().CreateAsync(tenant, new CallerKeyRequest("test", [.. Enum.GetValues<KeyScope>()]), default);
        return issued.Reveal();
    }

    /// <summary>How many bytes of files are kept of this machine's own tenant.</summary>
    internal async Task<long> UsedBytesAsync() => await _app.Services.GetRequiredService<IResourceInventory>().UsedBytesAsync(TenantId.Local, default);

    /// <summary>Has the server stop in peace.</summary>
    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            await (await client.Value).DisposeAsync();
        }

        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<IJarvis> ClientAsync(TenantId tenant)
    {
        var services = await _clients.GetOrAdd(tenant, _ => new(() => AddAsync(tenant))).Value;
        return services.GetRequiredService<IJarvis>();
    }

    private async Task<ServiceProvider> AddAsync(TenantId tenant)
    {
        var key = tenant == TenantId.Local ? null : await KeyAsync(tenant);
        var services = new ServiceCollection();
        services.AddJarvisClient(options =>
        {
            (options.Address, options.Key) = (Address, key);
            // What is refused for longer is told at once, as the host itself does.
            options.MaxDelay = TimeSpan.FromMilliseconds(10);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }
}
