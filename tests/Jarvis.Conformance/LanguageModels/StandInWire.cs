using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Conformance.LanguageModels;

/// <summary>Replies as they go over the wire.</summary>
internal static class StandInWire
{
    internal static async Task WriteErrorAsync(HttpContext context, StandInReply reply)
    {
        if (reply.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        if (reply.RetryAt is { } at)
            context.Response.Headers.RetryAfter = at.ToString("R", CultureInfo.InvariantCulture);

        context.Response.StatusCode = reply.Status;
        if (reply.RawError is { } raw)
        {
            await context.Response.WriteAsync(raw, context.RequestAborted);
            return;
        }

        var error = new JsonObject { ["message"] = reply.Text, ["type"] = "invalid_request_error", ["param"] = null, ["code"] = reply.Code };
        await WriteJsonAsync(context, new() { ["error"] = error });
    }

    internal static async Task WriteWholeAsync(HttpContext context, StandInRequest request, StandInReply reply)
    {
        if (reply.Before is { } before)
            await before(0, context.RequestAborted);

        if (reply.BreakAfter is 0)
        {
            context.Abort();
            return;
        }

        var body = Head(request, "chat.completion", new()
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text },
            ["finish_reason"] = reply.FinishReason,
        });
        body["usage"] = Usage(reply);
        await WriteJsonAsync(context, body);
    }

    internal static async Task WriteStreamAsync(HttpContext context, StandInRequest request, StandInReply reply)
    {
        context.Response.ContentType = "text/event-stream";
        await WriteEventAsync(context, Chunk(request, new() { ["role"] = "assistant", ["content"] = "" }), reply);
        var sent = 0;
        foreach (var delta in reply.Deltas())
        {
            if (reply.Before is { } before)
                await before(sent, context.RequestAborted);

            if (sent++ == reply.BreakAfter)
                throw Broken();

            reply.Writing?.Invoke(sent - 1);
            await WriteEventAsync(context, Chunk(request, new() { ["content"] = delta }), reply);
        }

        if (sent == reply.BreakAfter)
            throw Broken();

        await WriteEventAsync(context, Chunk(request, [], reply.FinishReason), reply);
        if ((bool?)request.Body["stream_options"]?["include_usage"] == true && reply.Usage is not null)
        {
            var last = Head(request, "chat.completion.chunk", choice: null);
            last["usage"] = Usage(reply);
            await WriteEventAsync(context, last.ToJsonString(), reply);
        }

        await WriteEventAsync(context, "[DONE]", reply);
    }

    /// <summary>Kestrel then closes the connection after what was sent; an abort could take back what the client has not read.</summary>
    private static IOException Broken() => new("The stand-in breaks off, as it was told to.");

    private static string Chunk(StandInRequest request, JsonObject delta, string? finish = null) =>
        Head(request, "chat.completion.chunk", new() { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }).ToJsonString();

    private static JsonObject Head(StandInRequest request, string kind, JsonObject? choice) => new()
    {
        ["id"] = "chatcmpl-stand-in",
        ["object"] = kind,
        ["created"] = 1_700_000_000,
        ["model"] = request.Model,
        ["choices"] = choice is null ? [] : new JsonArray(choice),
    };

    private static JsonObject? Usage(StandInReply reply) => reply.Usage is not var (prompt, answer) ? null : new()
    {
        ["prompt_tokens"] = prompt,
        ["completion_tokens"] = answer,
        ["total_tokens"] = prompt + answer,
    };

    private static async Task WriteJsonAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static async Task WriteEventAsync(HttpContext context, string data, StandInReply reply)
    {
        var bytes = Encoding.UTF8.GetBytes($"data: {data}\n\n").AsMemory();
        while (!bytes.IsEmpty)
        {
            var some = reply.BytesAFlush == 0 ? bytes : bytes[..Math.Min(reply.BytesAFlush, bytes.Length)];
            await context.Response.Body.WriteAsync(some, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            bytes = bytes[some.Length..];
        }
    }
}
