using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Errors;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;

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
    private static readonly FrozenDictionary<Type, string> Names = typeof(ConversationEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    private readonly ServerEvents _stream = new(context, heartbeat, time);

    /// <summary>Writes events until there are no more.</summary>
    /// <param name="events">The events; ended by its token when the reader has gone or the server stops.</param>
    /// <param name="after">The sequence number of the last event that the reader has.</param>
    internal async Task WriteAsync(Func<CancellationToken, IAsyncEnumerable<ConversationEvent>> events, long after)
    {
        _stream.Begin();
        _stream.Say("retry: 1000\n\n");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var reading = events(ended.Token).GetAsyncEnumerator(ended.Token);
        await using (reading.ConfigureAwait(false))
        {
            try
            {
                await _stream.WriteAsync(reading, happened =>
                {
                    after = happened.Sequence;
                    Write(happened);
                }).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                _stream.Say(string.Create(CultureInfo.InvariantCulture, $"event: stream-ended\ndata: {{\"reason\":\"stopping\",\"after\":{after}}}\n\n"));
            }
            catch (JarvisException failed)
            {
                var problem = ProblemShape.ProblemOf(context, RequestError.Of(failed.ToError()));
                _stream.Say($"event: error\ndata: {JsonSerializer.Serialize(problem, JarvisJsonContext.Default.Problem)}\n\n");
            }

            await _stream.FlushAsync().ConfigureAwait(false);
        }
    }

    private void Write(ConversationEvent happened)
    {
        _stream.Say(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Sequence}\nevent: {Names[happened.GetType()]}\ndata: "));
        using (var json = new Utf8JsonWriter(_stream.Body))
        {
            JsonSerializer.Serialize(json, happened, JarvisJsonContext.Default.ConversationEvent);
        }

        _stream.Say("\n\n");
    }
}
