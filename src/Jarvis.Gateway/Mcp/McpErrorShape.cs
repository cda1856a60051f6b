using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>Errors of the transport, where no request has been understood: JSON-RPC errors without an id.</summary>
internal sealed class McpErrorShape : IErrorShape
{
    /// <summary>What the official packages tell of a session that there is not.</summary>
    private const int NoSession = -32001;

    private const int Other = -32000;

    public Task WriteAsync(HttpContext context, RequestError error)
    {
        context.Response.ContentType = "application/json";
        var body = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["error"] = new JsonObject
            {
                ["code"] = CodeOf(error.Error.Code),
                ["message"] = error.Error.Message,
                ["data"] = new JsonObject
                {
                    ["code"] = JsonSerializer.SerializeToNode(error.Error.Code, JarvisJsonContext.Default.ErrorCode),
                    ["retryable"] = error.Error.Retryable,
                },
            },
        };
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static int CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => (int)McpErrorCode.InvalidRequest,
        ErrorCode.NotFound => NoSession,
        ErrorCode.Internal => (int)McpErrorCode.InternalError,
        _ => Other,
    };
}
