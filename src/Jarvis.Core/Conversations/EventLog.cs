using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>
/// The events of a conversation: written page by page by the conversation alone, read by anybody at any time. A reader replays what is
/// kept and then follows; the newest events are served from memory.
/// </summary>
public sealed class EventLog
{
    /// <summary>Events kept in memory. A reader further behind reads pages from the store, at its own pace.</summary>
    private const int Recent = 4 * EventPage.Size;

    private readonly IStateStore _store;
    private readonly ConversationId _conversation;
    private StateDocument<EventPage> _page;
    private volatile Tail _tail;

    private EventLog(IStateStore store, ConversationId conversation, StateDocument<EventPage> page, long pageNumber, EventPage? before)
    {
        _store = store;
        _conversation = conversation;
        _page = page;
        Page = pageNumber;
        var kept = before?.Events ?? [];
        _tail = new Tail((pageNumber * EventPage.Size) - kept.Length, [.. kept, .. page.Value?.Events ?? []]);
    }

    /// <summary>The number of the page that is being written, from 0.</summary>
    public long Page { get; private set; }

    /// <summary>The sequence number of the newest event; 0 before the first.</summary>
    public long LastSequence => _tail.Last;

    /// <summary>The newest event; null before the first.</summary>
    internal ConversationEvent? Newest => _tail.Newest;

    /// <summary>Opens the log where it ends.</summary>
    /// <param name="store">Where pages are kept.</param>
    /// <param name="conversation">Whose events.</param>
    /// <param name="page">A page that is known to have been begun.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<EventLog> OpenAsync(IStateStore store, ConversationId conversation, long page, CancellationToken cancellationToken)
    {
        var document = await ReadPageAsync(store, conversation, page, cancellationToken).ConfigureAwait(false);
        EventPage? before = null;
        while (document.Value?.Events.Length == EventPage.Size)
        {
            page++;
            before = document.Value;
            document = await ReadPageAsync(store, conversation, page, cancellationToken).ConfigureAwait(false);
        }

        return new EventLog(store, conversation, document, page, before);
    }

    /// <summary>Numbers events, keeps them and shows them to readers. One call at a time.</summary>
    /// <param name="events">The events, not yet numbered.</param>
    /// <param name="at">When they happened.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask AppendAsync(IReadOnlyList<ConversationEvent> events, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var next = 0; next < events.Count;)
        {
            if (_page.Value?.Events.Length == EventPage.Size)
            {
                Page++;
                _page = await ReadPageAsync(_store, _conversation, Page, cancellationToken).ConfigureAwait(false);
            }

            var kept = _page.Value?.Events ?? [];
            var count = Math.Min(EventPage.Size - kept.Length, events.Count - next);
            var numbered = ImmutableArray.CreateBuilder<ConversationEvent>(kept.Length + count);
            numbered.AddRange(kept);
            for (var i = 0; i < count; i++)
            {
                numbered.Add(events[next + i] with { Sequence = (Page * EventPage.Size) + numbered.Count + 1, At = at });
            }

            var page = new EventPage(numbered.MoveToImmutable());
            await _page.WriteAsync(page, cancellationToken).ConfigureAwait(false);
            Show(page.Events.Skip(kept.Length));
            next += count;
        }
    }

    /// <summary>Replays the events after one, then follows until the caller stops.</summary>
    /// <param name="after">The sequence number of the last event that the reader has; 0 for all.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.InvalidRequest"/> for an event that never was; <see cref="ErrorCode.StorageFailed"/> when events are missing, or
    /// when new ones cannot be kept: read on once the store works again.
    /// </exception>
    public async IAsyncEnumerable<ConversationEvent> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after < 0 || after > LastSequence)
        {
            throw Error.InvalidRequest($"There is no event {after} to read after; the last one is {LastSequence}.");
        }

        while (true)
        {
            var tail = _tail;
            var events = after >= tail.Before
                ? tail.After(after)
                : await ReadKeptAsync(after, cancellationToken).ConfigureAwait(false);
            foreach (var happened in events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return happened;
                after = happened.Sequence;
            }

            if (after == tail.Last)
            {
                await tail.Replaced.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells readers that nothing comes any more because it cannot be kept.</summary>
    /// <param name="error">What they get.</param>
    internal void Break(JarvisError error) => _tail.Break(error.ToException());

    private static ValueTask<StateDocument<EventPage>> ReadPageAsync(
        IStateStore store,
        ConversationId conversation,
        long page,
        CancellationToken cancellationToken) =>
        store.OpenAsync<EventPage>(new StateKey("events", $"{conversation}/{page}"), cancellationToken);

    private async ValueTask<ImmutableArray<ConversationEvent>> ReadKeptAsync(long after, CancellationToken cancellationToken)
    {
        var number = after / EventPage.Size;
        var page = await ReadPageAsync(_store, _conversation, number, cancellationToken).ConfigureAwait(false);
        var known = (int)(after - (number * EventPage.Size));
        return page.Value is { } value && value.Events.Length > known
            ? value.Events[known..]
            : throw Error.StorageFailed($"Events after {after} of {_conversation} are missing.");
    }

    private void Show(IEnumerable<ConversationEvent> events)
    {
        var old = _tail;
        _tail = old.Add(events);
        old.Replace();
    }

    /// <summary>The newest events, and a promise of newer ones. Immutable but for the promise.</summary>
    private sealed class Tail(long before, ImmutableList<ConversationEvent> events)
    {
        private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The sequence number before the first of the events.</summary>
        internal long Before { get; } = before;

        internal long Last { get; } = before + events.Count;

        /// <summary>Completed when there is a newer tail.</summary>
        internal Task Replaced => _replaced.Task;

        internal ConversationEvent? Newest => events.IsEmpty ? null : events[^1];

        internal void Replace() => _replaced.SetResult();

        internal void Break(Exception exception)
        {
            _replaced.TrySetException(exception);
            // There need not be a reader.
            _ = _replaced.Task.Exception;
        }

        internal Tail Add(IEnumerable<ConversationEvent> added)
        {
            var all = events.AddRange(added);
            var excess = Math.Max(0, all.Count - Recent);
            return new Tail(Before + excess, all.RemoveRange(0, excess));
        }

        internal ImmutableArray<ConversationEvent> After(long sequence) => [.. events.GetRange((int)(sequence - Before), (int)(Last - sequence))];
    }
}
