using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Client.Http;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.Client.Events;

/// <summary>An open stream of a conversation's events, until it ends or is lost.</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    internal const string MediaType = "text/event-stream";

    private const string Failed = "error";
    private const string Ended = "stream-ended";

    private readonly HttpResponseMessage _response;
    private readonly ServerFaults _faults;
    private readonly IAsyncEnumerator<SseItem<byte[]>> _items;

    /// <param name="response">The answer.</param>
    /// <param name="body">Its body, bounded.</param>
    /// <param name="faults">Explain.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    internal EventConnection(HttpResponseMessage response, Stream body, ServerFaults faults, CancellationToken cancellationToken)
    {
        (_response, _faults) = (response, faults);
        _items = SseParser.Create(body, static (_, data) => data.ToArray()).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>The event after one; null where the server ends the stream.</summary>
    /// <param name="after">The sequence number of the last event that the reader has.</param>
    /// <exception cref="Jarvis.Errors.JarvisException">The line is lost (retryable), or the server says that it is over.</exception>
    internal async ValueTask<ConversationEvent?> NextAsync(long after)
    {
        while (await _items.MoveNextAsync().ConfigureAwait(false))
        {
            var item = _items.Current;
            if (item.EventType == Failed)
            {
                throw _faults.Of(Read(item, JarvisJsonContext.Default.Problem), _response);
            }

            if (item.EventType == Ended)
            {
                return null;
            }

            var happened = Read(item, JarvisJsonContext.Default.ConversationEvent);
            if (happened.Sequence > after + 1)
            {
                throw _faults.OfGap(after + 1);
            }

            if (happened.Sequence == after + 1)
            {
                return happened;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // First, since it ends what the parser may be waiting for.
        _response.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
    }

    private T Read<T>(SseItem<byte[]> item, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(item.Data, type) ?? throw _faults.OfAnswer("sends an event without content");
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or ArgumentException)
        {
            throw _faults.OfAnswer("sends an event that cannot be read", unreadable);
        }
    }
}
