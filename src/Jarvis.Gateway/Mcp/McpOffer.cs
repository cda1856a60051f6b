using System.Reflection;
using Jarvis.Identity;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Jarvis.Gateway.Mcp;

/// <summary>What there is for a client, in whichever revision it asks: the same tools and the same files.</summary>
/// <param name="tools">Run tasks.</param>
/// <param name="resources">Are files.</param>
internal sealed class McpOffer(McpTools tools, McpResources resources)
{
    private static readonly Implementation Server = new()
    {
        Name = "jarvis",
        Title = "Jarvis",
        Version = typeof(McpOffer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
    };

    /// <summary>What a tenant's client can ask for.</summary>
    /// <param name="tenant">Whose files they are, and who pays.</param>
    /// <param name="missing">The code of a file that there is not, on which revisions differ.</param>
    internal McpServerOptions For(TenantId tenant, McpErrorCode missing) => new()
    {
        ServerInfo = Server,
        ServerInstructions = "Each tool runs one kind of task on the model that fits best; 'ask' plans several and answers. Files are jarvis:// addresses: give them to tools as they are.",
        ScopeRequests = false,
        Handlers = new()
        {
            ListToolsHandler = async (_, cancellationToken) => new() { Tools = await tools.ListAsync(cancellationToken).ConfigureAwait(false) },
            CallToolHandler = (request, cancellationToken) => new(tools.CallAsync(tenant, request, cancellationToken)),
            ListResourceTemplatesHandler = (_, _) => new(McpResources.Templates()),
            ListResourcesHandler = (request, cancellationToken) => new(resources.ListAsync(tenant, request.Params?.Cursor, cancellationToken)),
            ReadResourceHandler = (request, cancellationToken) => new(resources.ReadAsync(tenant, request.Params?.Uri, missing, cancellationToken)),
        },
    };
}
