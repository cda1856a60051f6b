using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Jarvis.Gateway.Api.Health;

/// <summary>Whether work is taken, for who sends some: no key, nothing told.</summary>
internal static class HealthEndpoint
{
    internal static void MapHealth(this IEndpointRouteBuilder routes) => routes.MapGet("/health", (HttpContext context, IHostApplicationLifetime lifetime) =>
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Error.Overloaded("This server stops; ask another, or again when it runs again.");
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync("""{"status":"ok"}""", context.RequestAborted);
    }).WithTags("Health").IsOpen().Does("Whether work is taken.", StatusCodes.Status200OK);
}
