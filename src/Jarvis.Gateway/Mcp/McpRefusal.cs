using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>Refuses messages that have been read, by a status and a JSON-RPC error that names the message.</summary>
internal static class McpRefusal
{
    private static readonly JsonTypeInfo<JsonRpcError> Form = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    /// <summary>Refuses one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">What kind of error it is.</param>
    /// <param name="text">What is wrong, and what to do.</param>
    /// <param name="message">The message; null where none was read.</param>
    /// <param name="data">What programs go by; null for nothing.</param>
    internal static async Task WriteAsync(HttpContext context, int status, McpErrorCode code, string text, JsonRpcMessage? message = null, JsonNode? data = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var error = new JsonRpcError { Id = (message as JsonRpcRequest)?.Id ?? default, Error = new() { Code = (int)code, Message = text, Data = data } };
        await JsonSerializer.SerializeAsync(response.Body, error, Form, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Refuses one of a revision that is not spoken here, and says which are.</summary>
    internal static Task UnsupportedAsync(HttpContext context, JsonRpcMessage? message, string version, IEnumerable<string> supported) => WriteAsync(
        context,
        StatusCodes.Status400BadRequest,
        McpErrorCode.UnsupportedProtocolVersion,
        $"That revision of the protocol is not spoken here; one of these is: {string.Join(", ", supported)}.",
        message,
        new JsonObject { ["supported"] = new JsonArray([.. supported.Select(known => JsonValue.Create(known))]), ["requested"] = version });
}
