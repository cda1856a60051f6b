using System.Collections.Frozen;
using System.Globalization;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Errors;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Jarvis.Gateway.Http;

/// <summary>
/// Events as a stream of server-sent events: each has its sequence number as id, so that who lost the line says where to go on. It ends with the last
/// event that is wanted, when the reader goes, or, with a hint where to go on, when the server stops.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="heartbeat">How often it says that it is still there.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">The server stops.</param>
internal sealed class EventStream(HttpContext context, TimeSpan heartbeat, TimeProvider time, CancellationToken stopping)
{
    internal const string MediaType = "text/event-stream";

    private static readonly FrozenDictionary<Type, string> Names = typeof(ConversationEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    private PipeWriter Body => context.Response.BodyWriter;

    /// <summary>Writes events until there are no more.</summary>
    /// <param name="events">The events; ended by its token when the reader has gone or the server stops.</param>
    /// <param name="after">The sequence number of the last event that the reader has.</param>
    internal async Task WriteAsync(Func<CancellationToken, IAsyncEnumerable<ConversationEvent>> events, long after)
    {
        Begin();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var beat = new PeriodicTimer(heartbeat, time);
        var reading = events(ended.Token).GetAsyncEnumerator(ended.Token);
        await using (reading.ConfigureAwait(false))
        {
            Task<bool>? tick = null;
            try
            {
                while (true)
                {
                    var next = reading.MoveNextAsync().AsTask();
                    while (!next.IsCompleted)
                    {
                        await Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                        tick ??= beat.WaitForNextTickAsync(CancellationToken.None).AsTask();
                        if (await Task.WhenAny(next, tick).ConfigureAwait(false) == tick)
                        {
                            tick = null;
                            Say(": still here\n\n");
                        }
                    }

                    if (!await next.ConfigureAwait(false))
                    {
                        break;
                    }

                    after = reading.Current.Sequence;
                    Write(reading.Current);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                Say(string.Create(CultureInfo.InvariantCulture, $"event: stream-ended\ndata: {{\"reason\":\"stopping\",\"after\":{after}}}\n\n"));
            }
            catch (JarvisException failed)
            {
                var problem = ProblemShape.ProblemOf(context, RequestError.Of(failed.ToError()));
                Say($"event: error\ndata: {JsonSerializer.Serialize(problem, JarvisJsonContext.Default.Problem)}\n\n");
            }

            await Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private void Begin()
    {
        var headers = context.Response.Headers;
        headers.ContentType = MediaType;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Say("retry: 1000\n\n");
    }

    private void Write(ConversationEvent happened)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Sequence}\nevent: {Names[happened.GetType()]}\ndata: "));
        using (var json = new Utf8JsonWriter(Body))
        {
            JsonSerializer.Serialize(json, happened, JarvisJsonContext.Default.ConversationEvent);
        }

        Say("\n\n");
    }

    private void Say(string text) => Encoding.UTF8.GetBytes(text, Body);
}
