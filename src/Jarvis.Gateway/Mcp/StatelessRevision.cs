using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Jarvis.Gateway.Mcp;

/// <summary>
/// The revision of 2026-07-28: every request says all by itself, and a client that closes the stream of an answer cancels what it asked for.
/// </summary>
/// <param name="offer">What there is.</param>
/// <param name="slots">How many streams a caller may have.</param>
/// <param name="options">How streams are kept up.</param>
/// <param name="time">The clock.</param>
internal sealed class StatelessRevision(McpOffer offer, StreamSlots slots, IOptions<GatewayOptions> options, TimeProvider time) : IMcpRevision
{
    private static readonly FrozenSet<string> Methods = new[]
    {
        RequestMethods.ServerDiscover, RequestMethods.ToolsList, RequestMethods.ToolsCall, RequestMethods.ResourcesList, RequestMethods.ResourcesTemplatesList, RequestMethods.ResourcesRead,
    }.ToFrozenSet(StringComparer.Ordinal);

    public ImmutableArray<string> Versions { get; } = ["2026-07-28"];

    public async Task AnswerAsync(HttpContext context, JsonRpcMessage message)
    {
        if (message is not JsonRpcRequest request)
        {
            // Nothing is told to a server that remembers nothing.
            context.Response.StatusCode = message is JsonRpcNotification
                ? StatusCodes.Status202Accepted
                : throw Error.InvalidRequest("A server asks nothing in this revision; send a request.");
            return;
        }

        if (StatelessEnvelope.Fault(context.Request, request) is { } fault)
        {
            await McpRefusal.WriteAsync(context, StatusCodes.Status400BadRequest, fault.Code, fault.Text, request).ConfigureAwait(false);
            return;
        }

        if (!Methods.Contains(request.Method))
        {
            // Its status is to say so, which cannot be changed once the answer has begun.
            await McpRefusal.WriteAsync(
                context, StatusCodes.Status404NotFound, McpErrorCode.MethodNotFound, $"There is no such method here; these are: {string.Join(", ", Methods.Order(StringComparer.Ordinal))}.", request).ConfigureAwait(false);
            return;
        }

        var caller = context.Caller();
        using var slot = slots.Take(caller);
        message.Context = new() { ProtocolVersion = context.Request.Headers[McpHeaders.Version] };
        ServerEvents.Begin(context);
        await using var transport = new StreamableHttpServerTransport() { Stateless = true };
        var server = McpServer.Create(transport, offer.For(caller.Tenant, McpErrorCode.InvalidParams));
        var running = server.RunAsync(context.RequestAborted);
        try
        {
            await using var answer = new BeatingStream(context.Response.Body, options.Value.Heartbeat, time);
            await transport.HandlePostRequestAsync(message, answer, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            // What the client no longer waits for is cancelled, and over when this is.
            await server.DisposeAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }

    public Task EndSessionAsync(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
