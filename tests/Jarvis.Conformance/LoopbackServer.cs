using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conformance;

/// <summary>What all servers of tests have in common: they are on this machine alone, and say nothing.</summary>
public static class LoopbackServer
{
    /// <summary>Begins a server on the loopback address.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="listen">Says how it listens; null for as usual.</param>
    public static WebApplicationBuilder NewBuilder(int port = 0, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen ?? (static _ => { })));
        return builder;
    }

    /// <summary>Where a server is that has started, without a path.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
}
