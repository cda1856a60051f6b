using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Console.Tests.Testing;

/// <summary>Gateway and console on a free port of this machine, in front of the embedded host with what a test puts into it.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleServer(WebApplication app) => _app = app;

    internal Uri Address { get; private set; } = null!;

    internal IJarvis Jarvis => _app.Services.GetRequiredService<IJarvis>();

    /// <param name="setup">What is in the host.</param>
    /// <param name="requireKeys">Whether keys are needed at this machine too.</param>
    /// <param name="host">What pages are to take for the host; null for itself.</param>
    internal static async Task<ConsoleServer> StartAsync(HostSetup setup, bool requireKeys = false, Func<IJarvis, IJarvis>? host = null)
    {
        var builder = LoopbackServer.NewBuilder();
        setup.AddTo(builder.Services);
        builder.Services.AddJarvis().AddJarvisGateway(gateway =>
        {
            gateway.RequireKeys = requireKeys;
            gateway.RequestsPerMinute = 100_000;
        }).AddJarvisConsole();
        if (host is not null)
        {
            var start = builder.Services.Single(static service => service.ServiceType == typeof(IJarvis)).ImplementationFactory!;
            builder.Services.AddSingleton(services => host((IJarvis)start(services)));
        }

        var app = builder.Build();
        app.MapJarvisGateway().MapJarvisConsole();
        await app.StartAsync();
        return new ConsoleServer(app) { Address = LoopbackServer.AddressOf(app) };
    }

    /// <summary>A key of the tenant that every installation has.</summary>
    internal async Task<(string Secret, string Id)> KeyAsync(params KeyScope[] scopes)
    {
        var issued = await _app.Services.GetRequiredService<ICallerKeys>().CreateAsync(TenantId.Local, new CallerKeyRequest("test", [.. scopes]), default);
        return (issued.Reveal(), issued.Key.Id);
    }

    internal Task RevokeAsync(string id) => _app.Services.GetRequiredService<ICallerKeys>().RevokeAsync(TenantId.Local, id, default).AsTask();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
