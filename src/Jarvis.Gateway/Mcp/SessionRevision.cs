using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>
/// The revision of 2025-11-25 and those before it, which work alike: a session begins with <c>initialize</c>, and a client that loses the stream of an answer
/// has cancelled nothing. It says so where it means it.
/// </summary>
/// <param name="sessions">Those that there are.</param>
/// <param name="slots">How many streams a caller may have.</param>
/// <param name="options">How streams are kept up.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionRevision(McpSessions sessions, StreamSlots slots, IOptions<GatewayOptions> options, TimeProvider time) : IMcpRevision
{
    public ImmutableArray<string> Versions { get; } = ["2025-11-25", "2025-06-18", "2025-03-26"];

    public async Task AnswerAsync(HttpContext context, JsonRpcMessage message)
    {
        if (message is JsonRpcRequest request && request.Params.Member("_meta").Member(MetaKeys.ProtocolVersion) is not null)
        {
            await McpRefusal.WriteAsync(
                context, StatusCodes.Status400BadRequest, McpErrorCode.HeaderMismatch, $"The request is of a revision without sessions; say which in the header {McpHeaders.Version} too.", message).ConfigureAwait(false);
            return;
        }

        var caller = context.Caller();
        using var slot = slots.Take(caller);
        var named = context.Request.Headers[McpHeaders.Session].ToString();
        using var use = named.Length == 0 && message is JsonRpcRequest { Method: RequestMethods.Initialize }
            ? sessions.Begin(caller)
            : sessions.Use(caller, Named(named));
        context.Response.Headers[McpHeaders.Session] = use.Session.Id;
        if (context.Request.Headers[McpHeaders.Version].ToString() is { Length: > 0 } version)
        {
            message.Context = new() { ProtocolVersion = version };
        }

        if (message is JsonRpcRequest)
        {
            ServerEvents.Begin(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        try
        {
            await using var beating = message is JsonRpcRequest ? new BeatingStream(context.Response.Body, options.Value.Heartbeat, time) : null;
            await use.Session.AnswerAsync(message, beating ?? context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException && !context.Response.HasStarted)
        {
            // The package reads what a session begins with before it answers.
            if (named.Length == 0)
            {
                await sessions.EndAsync(caller, use.Session.Id).ConfigureAwait(false);
            }

            throw Error.InvalidRequest($"'{RequestMethods.Initialize}' has no protocolVersion, capabilities and clientInfo, or not in the form that they have; send them.");
        }
    }

    public async Task EndSessionAsync(HttpContext context)
    {
        await sessions.EndAsync(context.Caller(), Named(context.Request.Headers[McpHeaders.Session].ToString())).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Named(string session) => session.Length > 0
        ? session
        : throw Error.InvalidRequest($"The request names no session; begin one with '{RequestMethods.Initialize}', and send the header {McpHeaders.Session} of its answer with all others.");
}
