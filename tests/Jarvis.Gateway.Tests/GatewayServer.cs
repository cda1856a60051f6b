using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Gateway.Tests;

/// <summary>The gateway on a free port of this machine, in front of the embedded host with what a test puts into it.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    internal static readonly TenantId Acme = new("acme");
    internal static readonly TenantId Rival = new("rival");

    private static readonly KeyScope[] AllScopes = [KeyScope.Read, KeyScope.Use, KeyScope.Admin];

    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private readonly DirectoryInfo _folder;

    private GatewayServer(WebApplication app, DirectoryInfo folder) => (_app, _folder) = (app, folder);

    /// <summary>What most tests put into a host: one task that echoes.</summary>
    internal static HostSetup Echo => new(
        new ScriptedPlanner(Text(0, "hello")), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization));

    internal Uri Address { get; private set; } = null!;

    internal IServiceProvider Services => _app.Services;

    internal IJarvis Jarvis => Services.GetRequiredService<IJarvis>();

    internal IEnumerable<RouteEndpoint> Routes => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    internal static PlannedTask Text(int id, string text) => new(id, TaskTypes.Summarization)
    {
        Arguments = System.Collections.Immutable.ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument(text)),
    };

    internal static async Task<GatewayServer> StartAsync(HostSetup? setup = null, Action<GatewayOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("jarvis-gateway-");
        var builder = LoopbackServer.NewBuilder();
        (setup ?? Echo).AddTo(builder.Services);
        builder.Services.AddJarvis().AddJarvisGateway(configure).Configure<SignedLinkOptions>(links => links.KeyFile = Path.Combine(folder.FullName, "link-keys"));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapJarvisGateway();
        await app.StartAsync();
        var server = new GatewayServer(app, folder) { Address = LoopbackServer.AddressOf(app) };
        foreach (var tenant in (TenantId[])[Acme, Rival])
        {
            await server.Services.GetRequiredService<ITenants>().CreateAsync(tenant, "", default);
        }

        return server;
    }

    /// <summary>A key of a tenant, with all scopes where none is named.</summary>
    internal async Task<string> KeyAsync(TenantId tenant, params KeyScope[] scopes)
    {
        var keys = Services.GetRequiredService<ICallerKeys>();
        var issued = await keys.CreateAsync(tenant, new CallerKeyRequest("test", [.. scopes.Length == 0 ? AllScopes : scopes]), default);
        return issued.Reveal();
    }

    /// <summary>A client with a key of a tenant.</summary>
    internal async Task<HttpClient> ClientAsync(TenantId tenant, params KeyScope[] scopes)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyAsync(tenant, scopes));
        return client;
    }

    /// <summary>A client without a key.</summary>
    internal HttpClient Anonymous()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        _clients.Add(client);
        return client;
    }

    /// <summary>Has the server stop in peace.</summary>
    internal Task StopAsync() => _app.StopAsync();

    /// <summary>The problem that an answer tells of.</summary>
    internal static async Task<Problem> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await ReadAsync(response, JarvisJsonContext.Default.Problem);
    }

    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type) =>
        (await response.Content.ReadFromJsonAsync(type))!;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
