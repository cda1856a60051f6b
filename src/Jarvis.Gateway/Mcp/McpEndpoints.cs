using Jarvis.Gateway.Http;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Mcp;

/// <summary>The Model Context Protocol over Streamable HTTP, at <c>/mcp</c> (docs/api.md).</summary>
internal static class McpEndpoints
{
    internal static void MapMcp(this IEndpointRouteBuilder routes)
    {
        var mcp = routes.MapApiGroup("/mcp", new McpErrorShape()).ExcludeFromDescription();
        mcp.MapPost("", (HttpContext context, McpEntrance entrance) => entrance.TakeAsync(context)).Needs(KeyScope.Use);
        mcp.MapDelete("", (HttpContext context, McpEntrance entrance) => entrance.EndAsync(context)).Needs(KeyScope.Use);
    }
}
