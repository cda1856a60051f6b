using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Jarvis.Gateway.Http;

/// <summary>A stream of server-sent events that says that it is still there while nothing happens.</summary>
/// <param name="context">The request.</param>
/// <param name="heartbeat">How often it says so.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerEvents(HttpContext context, TimeSpan heartbeat, TimeProvider time)
{
    internal const string MediaType = "text/event-stream";

    /// <summary>What a stream says while nothing happens.</summary>
    internal static ReadOnlyMemory<byte> StillHere { get; } = ": still here\n\n"u8.ToArray();

    internal PipeWriter Body => context.Response.BodyWriter;

    internal void Begin() => Begin(context);

    /// <summary>Has an answer be a stream, whoever writes it.</summary>
    internal static void Begin(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = MediaType;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Writes each of what comes.</summary>
    /// <param name="events">What comes; ends when the request is aborted.</param>
    /// <param name="write">Writes one.</param>
    internal async Task WriteAsync<T>(IAsyncEnumerator<T> events, Action<T> write)
    {
        using var beat = new PeriodicTimer(heartbeat, time);
        Task<bool>? tick = null;
        while (true)
        {
            var next = events.MoveNextAsync().AsTask();
            try
            {
                while (!next.IsCompleted)
                {
                    await FlushAsync().ConfigureAwait(false);
                    tick ??= beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
                    if (await Task.WhenAny(next, tick).ConfigureAwait(false) == tick)
                    {
                        tick = null;
                        Body.Write(StillHere.Span);
                    }
                }
            }
            catch
            {
                // The reader has gone, which ends the events; until they have, nobody may dispose of them.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            if (!await next.ConfigureAwait(false))
            {
                return;
            }

            write(events.Current);
        }
    }

    internal void Say(string text) => Encoding.UTF8.GetBytes(text, Body);

    /// <summary>Writes an event of protocols that number nothing.</summary>
    /// <param name="type">What it is called; null for no name.</param>
    /// <param name="data">What it says.</param>
    internal void Say(string? type, JsonObject data)
    {
        Say(type is null ? "data: " : $"event: {type}\ndata: ");
        using (var json = new Utf8JsonWriter(Body))
        {
            data.WriteTo(json);
        }

        Say("\n\n");
    }

    internal ValueTask<FlushResult> FlushAsync() => Body.FlushAsync(context.RequestAborted);
}
