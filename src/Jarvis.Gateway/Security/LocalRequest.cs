using System.Net;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Security;

/// <summary>
/// Whether a request is of somebody at this machine. Pages of other sites make browsers here send requests too: under a name of theirs that leads here
/// (DNS rebinding), which the host shows, or under ours (request forgery), which the origin shows.
/// </summary>
internal static class LocalRequest
{
    /// <summary>Why it is not; null where it is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="allowedOrigins">The pages elsewhere that may call. Those that are on this machine too need no key where nobody does.</param>
    internal static string? Fault(HttpContext context, IEnumerable<string> allowedOrigins)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
        {
            return "Only this machine may call without a key; make one with jarvis keys create, and start Jarvis again.";
        }

        if (!IsLocal(request.Host.Host))
        {
            return "The host of the address is not this machine; use http://127.0.0.1 or http://localhost with the port that Jarvis shows, or a key.";
        }

        return IsForeign(request, allowedOrigins)
            ? "The request comes from a page of another site, which may not call without a key; allow it by Jarvis:Gateway:AllowedOrigins and use a key."
            : null;
    }

    /// <summary>Whether a page of another site has the browser send it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowedOrigins">The pages elsewhere that are taken for ours where they are on this machine.</param>
    internal static bool IsForeign(HttpRequest request, IEnumerable<string> allowedOrigins)
    {
        if (request.Headers.Origin is { Count: > 0 } origin)
        {
            var from = origin.ToString();
            return !IsOwn(request, from)
                && !(allowedOrigins.Contains(from, StringComparer.OrdinalIgnoreCase) && Uri.TryCreate(from, UriKind.Absolute, out var address) && IsLocal(address.Host));
        }

        // A link that somebody follows comes from elsewhere and may; what a page loads or sends may not.
        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            && !(request.Headers["Sec-Fetch-Mode"] == "navigate" && HttpMethods.IsGet(request.Method));
    }

    /// <summary>Whether an origin is where the request goes.</summary>
    internal static bool IsOwn(HttpRequest request, string origin) => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
