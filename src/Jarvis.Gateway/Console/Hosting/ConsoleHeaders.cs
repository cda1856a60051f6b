using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>
/// Tells browsers what the console's pages may do, which is little: nothing from another site, no script, style or picture that is not a file of ours, no
/// frame around them. And tells those pages who looks at them.
/// </summary>
/// <param name="next">The rest.</param>
internal sealed class ConsoleHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; font-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ConsoleEndpoint>() is null)
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With no-referrer a form of ours would not say that it is ours either: its origin would be null.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self), payment=(), usb=()";
        if (context.Features.Get<Caller>() is { } caller)
        {
            context.User = CallerPrincipal.Of(caller);
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
