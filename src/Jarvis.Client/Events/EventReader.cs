using System.Globalization;
using System.Runtime.CompilerServices;
using Jarvis.Client.Http;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Microsoft.Extensions.Options;

namespace Jarvis.Client.Events;

/// <summary>Reads a conversation's events over as many connections as it takes: each event once, none left out.</summary>
/// <param name="http">Sends.</param>
/// <param name="options">Say how patient to be.</param>
/// <param name="faults">Explain.</param>
/// <param name="telemetry">Is told of connections.</param>
/// <param name="time">The clock.</param>
internal sealed class EventReader(JarvisHttp http, IOptions<JarvisClientOptions> options, ServerFaults faults, ClientTelemetry telemetry, TimeProvider time)
{
    /// <summary>Reads until the caller stops, the conversation is deleted, or the server cannot be reached for too long.</summary>
    internal async IAsyncEnumerable<ConversationEvent> ReadAsync(ConversationId conversation, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time, options.Value.MaxDelay, int.MaxValue, options.Value.Patience);
        var connection = await BeginAsync(conversation, after, cancellationToken).ConfigureAwait(false);
        var opened = time.GetTimestamp();
        try
        {
            while (true)
            {
                var pause = TimeSpan.Zero;
                ConversationEvent? next = null;
                try
                {
                    if (connection is null)
                    {
                        telemetry.CountReconnect();
                        connection = await http.SendOnceAsync(CallFor(conversation, after), OpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
                        opened = time.GetTimestamp();
                    }

                    next = await connection.NextAsync(after).ConfigureAwait(false) ?? throw faults.OfEnd();
                }
                catch (JarvisException lost) when (JarvisHttp.MayRepeat(CallFor(conversation, after), lost) && Next(lost) is { } wait)
                {
                    pause = wait;
                }

                if (next is not null)
                {
                    backoff.Reset();
                    after = next.Sequence;
                    yield return next;
                    continue;
                }

                if (connection is not null)
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                    connection = null;
                }

                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }

        // A line that held for a while was a good one, though nothing happened on it.
        TimeSpan? Next(JarvisException lost)
        {
            if (connection is not null && time.GetElapsedTime(opened) > options.Value.MaxDelay)
            {
                backoff.Reset();
            }

            return backoff.Next(lost.RetryAfter);
        }
    }

    private static Call CallFor(ConversationId conversation, long after) => new(
        "ReadEvents", HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"v1/conversations/{conversation.Name}/events?after={after}"))
    {
        Tenant = conversation.Tenant,
        Accept = EventConnection.MediaType,
    };

    /// <summary>The first connection: who cannot be reached at all is told of soon. Of a conversation that there is not no event but 0 was ever there.</summary>
    private async Task<EventConnection?> BeginAsync(ConversationId conversation, long after, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(CallFor(conversation, after), OpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException none) when (none.Code == ErrorCode.NotFound && after > 0)
        {
            throw new JarvisException(ErrorCode.InvalidRequest, $"There was no event {after} yet; there is no conversation '{conversation.Name}'.", innerException: none) { RequestId = none.RequestId };
        }
    }

    private Func<HttpResponseMessage, CancellationToken, Task<EventConnection>> OpenAsync(CancellationToken reading) => async (response, token) =>
    {
        if (response.Content.Headers.ContentType?.MediaType != EventConnection.MediaType)
        {
            throw faults.OfAnswer("sends no events");
        }

        var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        var received = new ReceivedStream(response, body, options.Value.Silence, faults, time);
        return new EventConnection(response, new BoundedEvents(received, options.Value.MaxResponseLength, faults), faults, reading);
    };
}
