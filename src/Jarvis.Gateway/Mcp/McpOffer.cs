using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Jarvis.Gateway.Mcp;

/// <summary>What there is for a client, in whichever revision it asks: the same tools and the same files.</summary>
/// <param name="tools">Run tasks.</param>
/// <param name="resources">Are files.</param>
/// <param name="logger">Told of faults.</param>
internal sealed partial class McpOffer(McpTools tools, McpResources resources, ILogger<McpOffer> logger)
{
    private static readonly Implementation Server = new()
    {
        Name = "jarvis",
        Title = "Jarvis",
        Version = typeof(McpOffer).Assembly.GetName().Version?.ToString(3) ?? "0",
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
            ListToolsHandler = (_, cancellationToken) => AnswerAsync(async () => new ListToolsResult { Tools = await tools.ListAsync(cancellationToken).ConfigureAwait(false) }),
            CallToolHandler = (request, cancellationToken) => AnswerAsync(() => tools.CallAsync(tenant, Said(request.Params), request.Server, cancellationToken)),
            ListResourceTemplatesHandler = (_, _) => new(McpResources.Templates()),
            ListResourcesHandler = (request, cancellationToken) => AnswerAsync(() => resources.ListAsync(tenant, request.Params?.Cursor, cancellationToken)),
            ReadResourceHandler = (request, cancellationToken) => AnswerAsync(() => resources.ReadAsync(tenant, request.Params?.Uri, missing, cancellationToken)),
        },
    };

    /// <summary>The package tells clients of errors of the protocol alone.</summary>
    private async ValueTask<T> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not (McpProtocolException or OperationCanceledException or OutOfMemoryException))
        {
            var error = Error.From(failed);
            if (error.Code == ErrorCode.Internal)
            {
                LogFault(failed);
            }

            throw new McpProtocolException(error.Message, failed, McpErrorCode.InternalError);
        }
    }

    private static T Said<T>(T? parameters)
        where T : class => parameters ?? throw new McpProtocolException("The request says nothing; send its params.", McpErrorCode.InvalidParams);

    [LoggerMessage(1, LogLevel.Error, "A request by the Model Context Protocol failed by a fault of ours.")]
    private partial void LogFault(Exception exception);
}
