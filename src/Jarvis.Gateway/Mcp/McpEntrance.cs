using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>Reads messages and gives each to the adapter of its revision. What no revision takes ends here.</summary>
/// <param name="stateful">Revisions with sessions, which a message is of that does not say its own.</param>
/// <param name="stateless">Revisions without.</param>
/// <param name="bodies">How long messages may be, and how many.</param>
/// <param name="options">Which pages may send some.</param>
internal sealed class McpEntrance(SessionRevision stateful, StatelessRevision stateless, InlineBodies bodies, IOptions<GatewayOptions> options)
{
    private static readonly JsonTypeInfo<JsonRpcMessage> Message = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    internal async Task TakeAsync(HttpContext context)
    {
        RefuseForeign(context.Request);
        if (!McpHeaders.Takes(context.Request, "application/json") || !McpHeaders.Takes(context.Request, ServerEvents.MediaType))
        {
            await McpRefusal.WriteAsync(
                context, StatusCodes.Status406NotAcceptable, McpErrorCode.InvalidRequest, $"Answers are JSON or events; send 'Accept: application/json, {ServerEvents.MediaType}'.").ConfigureAwait(false);
            return;
        }

        var message = await ReadAsync(context).ConfigureAwait(false);
        if (await RevisionAsync(context, message).ConfigureAwait(false) is { } revision)
        {
            await revision.AnswerAsync(context, message).ConfigureAwait(false);
        }
    }

    internal async Task EndAsync(HttpContext context)
    {
        RefuseForeign(context.Request);
        if (await RevisionAsync(context, message: null).ConfigureAwait(false) is { } revision)
        {
            await revision.EndSessionAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>The adapter; null where there is none, and that has been said.</summary>
    private async ValueTask<IMcpRevision?> RevisionAsync(HttpContext context, JsonRpcMessage? message)
    {
        var version = context.Request.Headers[McpHeaders.Version].ToString();
        if (version.Length == 0 || stateful.Versions.Contains(version))
        {
            return stateful;
        }

        if (stateless.Versions.Contains(version))
        {
            return stateless;
        }

        await McpRefusal.UnsupportedAsync(context, message, version, [.. stateless.Versions, .. stateful.Versions]).ConfigureAwait(false);
        return null;
    }

    private async Task<JsonRpcMessage> ReadAsync(HttpContext context)
    {
        context.RequireJson();
        using var body = bodies.Open(context);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, Message, context.RequestAborted).ConfigureAwait(false)
                ?? throw NoMessage();
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw NoMessage();
        }
    }

    private static JarvisException NoMessage() => Error.InvalidRequest("The body is no message of the protocol; send one JSON-RPC 2.0 request, notification or response, and no list of them.");

    /// <summary>A page elsewhere could have a browser ask under a name of its own that leads here.</summary>
    private void RefuseForeign(HttpRequest request)
    {
        if (request.Headers.Origin is { Count: > 0 } origin
            && !LocalRequest.IsOwn(request, origin.ToString())
            && !options.Value.AllowedOrigins.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw new JarvisException(ErrorCode.Forbidden, "The request comes from a page of another site; allow it by Jarvis:Gateway:AllowedOrigins.");
        }
    }
}
