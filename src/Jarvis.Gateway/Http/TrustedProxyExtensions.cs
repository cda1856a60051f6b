using System.Net;
using Jarvis.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Http;

/// <summary>Who calls, where a proxy that is trusted says so.</summary>
internal static class TrustedProxyExtensions
{
    /// <exception cref="JarvisException">One is no address and no network (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var proxies = app.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies;
        if (proxies.Count == 0)
        {
            return;
        }

        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                headers.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                headers.KnownIPNetworks.Add(network);
            }
            else
            {
                throw Error.InvalidRequest("Jarvis:Gateway:TrustedProxies has what is no address and no network; write 10.0.0.7 or 10.0.0.0/8.");
            }
        }

        app.UseForwardedHeaders(headers);
    }
}
