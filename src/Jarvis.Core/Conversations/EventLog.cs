using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>
/// The events of a conversation: written page by page by the conversation alone, read by anybody at any time. A reader replays what is
/// kept and then follows; the newest events are served from memory. Nothing is buffered for a reader: it holds one page and takes the next when
/// it has read that, from memory or from the store. So one that is slow, or has stopped, holds nobody up, costs no memory and misses nothing.
/// </summary>
public sealed class EventLog
{
    /// <summary>Pages kept in memory beside the one that is being written. A reader further behind reads from the store, at its own pace.</summary>
    private const int Recent = 16;

    private readonly IStateStore _store;
    private readonly ConversationId _conversation;
    private readonly Lock _showing = new();
    private StateDocument<EventPage> _page;
    private Task _shown = Task.CompletedTask;
    private bool _isBroken;
    private volatile Tail _tail;

    private EventLog(IStateStore store, ConversationId conversation, StateDocument<EventPage> page, long pageNumber, EventPage? before)
    {
        _store = store;
        _conversation = conversation;
        _page = page;
        Page = pageNumber;
        _tail = new Tail(before is null ? [] : [before.Events], pageNumber * EventPage.Size, page.Value?.Events ?? []);
        LastSequence = _tail.Last;
    }

    /// <summary>The number of the page that is being written, from 0.</summary>
    public long Page { get; private set; }

    /// <summary>The sequence number of the newest event that was written, which readers see once it is on the disk; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>How many events were written and are not on the disk yet.</summary>
    internal long Unshown => LastSequence - _tail.Last;

    /// <summary>Opens the log where it ends.</summary>
    /// <param name="store">Where pages are kept.</param>
    /// <param name="conversation">Whose events.</param>
    /// <param name="page">A page that is known to have been begun.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<EventLog> OpenAsync(IStateStore store, ConversationId conversation, long page, CancellationToken cancellationToken)
    {
        // Whoever wrote them may have ended before they were on the disk.
        await store.FlushAsync(PageKey(conversation, page), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Numbers events as those that come next.</summary>
    /// <param name="events">The events.</param>
    /// <param name="at">When they happened.</param>
    public ImmutableArray<ConversationEvent> Number(IReadOnlyList<ConversationEvent> events, DateTimeOffset at)
    {
        var last = LastSequence;
        return [.. events.Select(happened => happened with { Sequence = ++last, At = at })];
    }

    /// <summary>Numbers events, keeps them and shows them to readers. One call at a time.</summary>
    /// <param name="events">The events, not yet numbered.</param>
    /// <param name="at">When they happened.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask AppendAsync(IReadOnlyList<ConversationEvent> events, DateTimeOffset at, CancellationToken cancellationToken) =>
        AppendAsync(Number(events, at), cancellationToken);

    /// <summary>Keeps the events that come next and shows them to readers. One call at a time.</summary>
    /// <param name="events">The events, numbered.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask AppendAsync(ImmutableArray<ConversationEvent> events, CancellationToken cancellationToken)
    {
        await WriteAsync(events, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        await ShownAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the events that come next. Readers see them when all of them are on the disk, and all that was written before them; see
    /// <see cref="ShownAsync"/>. One call at a time.
    /// </summary>
    /// <param name="events">The events, numbered.</param>
    /// <param name="patience">How long they may be put off for others to be flushed with them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask WriteAsync(ImmutableArray<ConversationEvent> events, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (events.IsEmpty)
        {
            if (patience == TimeSpan.Zero && Unshown > 0)
            {
                // Who waits without an event of its own does not wait as long as those before were put off.
                _shown = ShowAsync(_shown, _store.FlushAsync(PageKey(_conversation, Page), TimeSpan.Zero, CancellationToken.None), []);
            }

            return;
        }

        var written = new List<(long Page, ImmutableArray<ConversationEvent> Events)>();
        for (var next = 0; next < events.Length;)
        {
            if (_page.Value?.Events.Length == EventPage.Size)
            {
                Page++;
                // None follows one that was not full when the log was opened. If somebody else has begun it since, writing it tells so.
                _page = new StateDocument<EventPage>(_store, PageKey(_conversation, Page), entry: null);
            }

            var kept = _page.Value?.Events ?? [];
            var count = Math.Min(EventPage.Size - kept.Length, events.Length - next);
            var page = new EventPage([.. kept, .. events.AsSpan(next, count)]);
            next += count;
            await _page.WriteUnflushedAsync(page, cancellationToken).ConfigureAwait(false);
            written.Add((Page, page.Events));
        }

        LastSequence = events[^1].Sequence;
        _shown = ShowAsync(_shown, _store.FlushAsync(PageKey(_conversation, Page), patience, CancellationToken.None), written);
    }

    /// <summary>Ends when readers see all that was written.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>: it is not on the disk, and is not shown.</exception>
    public Task ShownAsync() => _shown;

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
            if (after >= tail.Last)
            {
                // Also for one that joins at the end of a full page: what comes next is on one that is not begun. Or it joins before what it has is shown.
                await WaitAsync(tail, after, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var page = tail.PageAfter(after) ?? await ReadPageAfterAsync(after, cancellationToken).ConfigureAwait(false);
            for (var next = (int)(after % EventPage.Size); next < page.Length; next++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return page[next];
                after++;
            }
        }
    }

    /// <summary>Waits for what comes after the newest event. A reader that is turned away is told where to read on.</summary>
    private static async Task WaitAsync(Tail tail, long after, CancellationToken cancellationToken)
    {
        try
        {
            await tail.Replaced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException broken) when (broken.Retryable)
        {
            throw new JarvisException(broken.Code, $"{broken.Message} Read on after event {after}.", broken.Retryable, broken) { RetryAfter = broken.RetryAfter };
        }
    }

    /// <summary>Tells readers that nothing comes any more because it cannot be kept.</summary>
    /// <param name="error">What they get.</param>
    internal void Break(JarvisError error)
    {
        lock (_showing)
        {
            _isBroken = true;
            _tail.Break(error.ToException());
        }
    }

    /// <summary>
    /// Nothing new is under way: the pages before the current one stay in memory only until the next collection of garbage. Who reads the end of a turn mostly finds them still,
    /// and thousands of conversations that rest do not hold theirs. The current one stays: in the store it may have events that are not on the disk yet, and so are not to be shown.
    /// </summary>
    internal void Rest() => _tail.Rest();

    internal static StateKey PageKey(ConversationId conversation, long page) => new("events", $"{conversation}/{page}");

    private static ValueTask<StateDocument<EventPage>> ReadPageAsync(
        IStateStore store,
        ConversationId conversation,
        long page,
        CancellationToken cancellationToken) =>
        store.OpenAsync<EventPage>(PageKey(conversation, page), cancellationToken);

    /// <summary>Reads what is there of the events after one, and does not follow.</summary>
    internal async IAsyncEnumerable<ConversationEvent> ReadKeptAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = LastSequence; after < last;)
        {
            var page = _tail.PageAfter(after) ?? await ReadPageAfterAsync(after, cancellationToken).ConfigureAwait(false);
            foreach (var happened in page.Skip((int)(after % EventPage.Size)))
            {
                yield return happened;
                after++;
            }
        }
    }

    private async ValueTask<ImmutableArray<ConversationEvent>> ReadPageAfterAsync(long after, CancellationToken cancellationToken)
    {
        var number = after / EventPage.Size;
        var page = await ReadPageAsync(_store, _conversation, number, cancellationToken).ConfigureAwait(false);
        return page.Value is { } value && value.Events.Length > after % EventPage.Size
            ? value.Events
            : throw Error.StorageFailed($"Events after {after} of {_conversation} are missing.");
    }

    private async Task ShowAsync(Task before, ValueTask flushed, List<(long Page, ImmutableArray<ConversationEvent> Events)> written)
    {
        await flushed.ConfigureAwait(false);
        await before.ConfigureAwait(false);
        lock (_showing)
        {
            foreach (var (page, events) in written)
            {
                Show(page, events);
            }
        }
    }

    private void Show(long number, ImmutableArray<ConversationEvent> page)
    {
        if (_isBroken)
        {
            return;
        }

        var old = _tail;
        _tail = old.Next(number * EventPage.Size, page);
        old.Replace();
    }

    /// <summary>Full pages, oldest first.</summary>
    private sealed record FullPages(ImmutableArray<ImmutableArray<ConversationEvent>> Pages);

    /// <summary>The newest pages, and a promise of newer ones.</summary>
    /// <param name="full">The full pages before the current one, oldest first.</param>
    /// <param name="before">The sequence number before the first event of the current page.</param>
    /// <param name="current">The page that is being written.</param>
    private sealed class Tail(ImmutableArray<ImmutableArray<ConversationEvent>> full, long before, ImmutableArray<ConversationEvent> current)
    {
        private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile FullPages? _full = new(full);
        private volatile WeakReference<FullPages>? _resting;

        internal long Last { get; } = before + current.Length;

        /// <summary>Those that are still in memory.</summary>
        private ImmutableArray<ImmutableArray<ConversationEvent>> Full =>
            (_full ?? (_resting is { } resting && resting.TryGetTarget(out var held) ? held : null))?.Pages ?? [];

        /// <summary>Completed when there is a newer tail.</summary>
        internal Task Replaced => _replaced.Task;

        internal void Replace() => _replaced.SetResult();

        internal void Break(Exception exception)
        {
            _replaced.TrySetException(exception);
            // There need not be a reader.
            _ = _replaced.Task.Exception;
        }

        internal Tail Next(long nextBefore, ImmutableArray<ConversationEvent> page)
        {
            if (nextBefore == before)
            {
                return new Tail(Full, before, page);
            }

            var kept = Full.Add(current);
            return new Tail(kept.Length > Recent ? kept.RemoveAt(0) : kept, nextBefore, page);
        }

        internal void Rest()
        {
            if (_full is { } held)
            {
                _resting = new WeakReference<FullPages>(held);
                _full = null;
            }
        }

        /// <summary>The page that holds what comes after an event, or null where it is not in memory.</summary>
        internal ImmutableArray<ConversationEvent>? PageAfter(long sequence)
        {
            if (sequence >= before)
            {
                return current;
            }

            var kept = Full;
            var number = kept.Length - (int)Math.Min(int.MaxValue, ((before - sequence - 1) / EventPage.Size) + 1);
            return number >= 0 ? kept[number] : null;
        }
    }
}
