using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Api.Conversations;

/// <summary>Reads events for those who call: as a stream, or a part at a time where somebody cannot stream.</summary>
/// <param name="jarvis">Has them.</param>
/// <param name="options">How streams are kept up.</param>
/// <param name="slots">How many there may be.</param>
/// <param name="lifetime">Knows when the server stops.</param>
/// <param name="time">The clock.</param>
internal sealed class EventReading(
    IJarvis jarvis, IOptions<GatewayOptions> options, StreamSlots slots, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The most events in one part.</summary>
    internal const int MaxPart = 256;

    /// <summary>The longest that a part is waited for.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>Answers a request for the events of a conversation, or of one turn.</summary>
    /// <param name="context">The request.</param>
    /// <param name="conversation">The conversation; there is one.</param>
    /// <param name="turn">The turn; null for all.</param>
    /// <param name="after">The last event that the reader has, by the address; null where it does not say.</param>
    /// <param name="wait">How many seconds a part is waited for; null for not at all.</param>
    internal async Task AnswerAsync(HttpContext context, ConversationSnapshot conversation, TurnSummary? turn, long? after, double? wait)
    {
        using var slot = slots.Take(context.Caller());
        var from = LastEventId(context) ?? after ?? 0;
        if (from < 0 || from > conversation.LastSequence)
        {
            throw Error.InvalidRequest($"There was no event {from} yet; the newest is {conversation.LastSequence}.");
        }

        if (!Streams(context))
        {
            var limit = wait is double.NaN
                ? throw Error.InvalidRequest($"'wait' is a number of seconds, up to {MaxWait.TotalSeconds}.")
                : TimeSpan.FromSeconds(Math.Clamp(wait ?? 0, 0, MaxWait.TotalSeconds));
            await context.WriteJsonAsync(
                await ReadPartAsync(conversation, turn?.Number, from, limit, context.RequestAborted).ConfigureAwait(false),
                JarvisJsonContext.Default.ListPageConversationEvent).ConfigureAwait(false);
            return;
        }

        // Who has read to its end is told so: without, a browser would ask again for ever.
        if (turn is { Status: not TurnStatus.Open } && !await HasMoreAsync(conversation, turn.Number, from, context.RequestAborted).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var stream = new EventStream(context, options.Value.Heartbeat, time, lifetime.ApplicationStopping);
        await stream.WriteAsync(stop => ReadAsync(conversation.Id, turn?.Number, from, stop), from).ConfigureAwait(false);
    }

    /// <summary>A stream is for who asks for one, and for who says nothing of parts.</summary>
    private static bool Streams(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains(ServerEvents.MediaType, StringComparison.OrdinalIgnoreCase);

    private static long? LastEventId(HttpContext context)
    {
        if (context.Request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } id)
        {
            return null;
        }

        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw Error.InvalidRequest("Last-Event-ID is no id of an event; send the one that came with the last event, or none.");
    }

    /// <summary>The events of a turn end with the one that says that it has ended, unless more of it is known by then.</summary>
    private async IAsyncEnumerable<ConversationEvent> ReadAsync(
        ConversationId conversation, int? turn, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in jarvis.ReadEventsAsync(conversation, after, cancellationToken).ConfigureAwait(false))
        {
            if (turn is null || happened.Turn == turn)
            {
                yield return happened;
                if (turn is not null && happened is TurnFinished)
                {
                    yield break;
                }
            }
        }
    }

    private async ValueTask<bool> HasMoreAsync(ConversationSnapshot conversation, int turn, long after, CancellationToken cancellationToken)
    {
        if (after == conversation.LastSequence)
        {
            return false;
        }

        await foreach (var happened in jarvis.ReadEventsAsync(conversation.Id, after, cancellationToken).ConfigureAwait(false))
        {
            if (happened.Turn == turn || happened.Sequence >= conversation.LastSequence)
            {
                return happened.Turn == turn;
            }
        }

        return false;
    }

    /// <summary>What there is now; where there is nothing, what comes first, if it comes in time.</summary>
    private async Task<ListPage<ConversationEvent>> ReadPartAsync(
        ConversationSnapshot conversation, int? turn, long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        var part = ImmutableArray.CreateBuilder<ConversationEvent>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var limit = time.CreateTimer(static patience => ((CancellationTokenSource)patience!).Cancel(), patience, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var isWaiting = after == conversation.LastSequence;
        if (isWaiting && !Await())
        {
            return Part(hasMore: false);
        }

        try
        {
            await foreach (var happened in jarvis.ReadEventsAsync(conversation.Id, after, patience.Token).ConfigureAwait(false))
            {
                after = happened.Sequence;
                if (turn is null || happened.Turn == turn)
                {
                    part.Add(happened);
                }

                if (part.Count == MaxPart)
                {
                    return Part(hasMore: after < conversation.LastSequence);
                }

                if (after >= conversation.LastSequence && (part.Count > 0 || (!isWaiting && !(isWaiting = Await()))))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up, or the server stops.
        }

        return Part(hasMore: false);

        bool Await() => wait > TimeSpan.Zero && limit.Change(wait, Timeout.InfiniteTimeSpan);

        ListPage<ConversationEvent> Part(bool hasMore) => new(part.ToImmutable(), hasMore, after.ToString(CultureInfo.InvariantCulture));
    }
}
