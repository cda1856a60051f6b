using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>
/// What is kept of a conversation, as its actor holds it: the head, the events and the open turns, and of the turns that have ended the newest,
/// once somebody asks for them. So a conversation of ten thousand turns costs what one of ten does.
/// </summary>
internal sealed class ConversationDocuments
{
    private readonly IStateStore _store;
    private readonly ConversationId _id;
    private readonly StateDocument<ConversationHead> _head;
    private readonly StateDocument<HistorySummary> _summary;
    private SortedDictionary<int, TurnSummary>? _ended;

    private ConversationDocuments(IStateStore store, ConversationId id, StateDocument<ConversationHead> head, StateDocument<HistorySummary> summary, EventLog log)
    {
        _store = store;
        _id = id;
        _head = head;
        _summary = summary;
        Log = log;
    }

    internal ConversationHead Head => _head.Value ?? ConversationHead.New;

    internal HistorySummary Summary => _summary.Value ?? HistorySummary.None;

    internal EventLog Log { get; }

    internal Dictionary<int, OpenTurn> Open { get; } = [];

    /// <summary>The newest turns that have ended, oldest first; none before <see cref="LoadEndedAsync"/>.</summary>
    internal IReadOnlyCollection<TurnSummary> Ended => _ended?.Values ?? (IReadOnlyCollection<TurnSummary>)[];

    /// <summary>The turns that had ended when the documents were read, without it being kept that their end was told.</summary>
    private List<TurnState> Untold { get; } = [];

    internal static StateKey HeadKey(ConversationId id) => new("conversation", id.ToString());

    internal static StateKey SummaryKey(ConversationId id) => new("summary", id.ToString());

    internal static StateKey TurnKey(TurnId id) => new("turn", id.ToString());

    internal static async Task<ConversationDocuments> LoadAsync(IStateStore store, ConversationId id, CancellationToken cancellationToken)
    {
        await ForgetLostAsync(store, id, cancellationToken).ConfigureAwait(false);
        var head = await store.OpenAsync<ConversationHead>(HeadKey(id), cancellationToken).ConfigureAwait(false);
        var log = await EventLog.OpenAsync(store, id, head.Value?.Page ?? 0, cancellationToken).ConfigureAwait(false);
        var summary = await store.OpenAsync<HistorySummary>(SummaryKey(id), cancellationToken).ConfigureAwait(false);
        var documents = new ConversationDocuments(store, id, head, summary, log);
        foreach (var number in documents.Head.Open)
        {
            var document = await documents.ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
            if (document.Value is { Phase: TurnPhase.Ended } ended)
            {
                documents.Untold.Add(ended);
            }
            else if (document.Value is not null)
            {
                documents.Open.Add(number, new OpenTurn(document));
            }
        }

        await documents.ReplayAsync(cancellationToken).ConfigureAwait(false);
        return documents;
    }

    /// <summary>What was written here ahead of the store before another process wrote is gone, and nobody's: what is kept counts.</summary>
    private static async ValueTask ForgetLostAsync(IStateStore store, ConversationId id, CancellationToken cancellationToken)
    {
        try
        {
            await store.FlushAsync(HeadKey(id), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException lost) when (lost.Code == ErrorCode.Conflict)
        {
        }
    }

    /// <summary>Brings the open turns up to what the log says of them.</summary>
    private async ValueTask ReplayAsync(CancellationToken cancellationToken)
    {
        if (Open.Count == 0)
        {
            return;
        }

        var after = Open.Values.Min(turn => turn.State.Sequence);
        await foreach (var happened in Log.ReadKeptAsync(Math.Min(after, Log.LastSequence), cancellationToken).ConfigureAwait(false))
        {
            if (happened is TaskEvent told && Open.TryGetValue(told.Turn, out var turn) && told.Sequence > turn.State.Sequence)
            {
                turn.Remember(TurnReplay.Take(turn.State, told));
            }
        }
    }

    /// <summary>
    /// Puts into the log what was kept with a turn and did not get there, and closes the turns whose end was not kept in the head. At most one
    /// step of one turn is ever between the two, because a conversation takes one step after the other.
    /// </summary>
    internal async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<ConversationEvent> missing =
        [
            .. Open.Values.Select(turn => turn.State).Concat(Untold)
                .SelectMany(turn => turn.LastEvents)
                .Where(happened => happened.Sequence > Log.LastSequence)
                .OrderBy(happened => happened.Sequence),
        ];
        var next = Log.LastSequence;
        await Log.AppendAsync([.. missing.Select(happened => happened with { Sequence = ++next })], cancellationToken).ConfigureAwait(false);
        foreach (var turn in Untold.ToList())
        {
            Untold.Remove(turn);
            await CloseAsync(turn).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the newest turns that have ended, at most <see cref="ConversationSnapshot.MaxTurns"/>.</summary>
    internal async ValueTask LoadEndedAsync(CancellationToken cancellationToken)
    {
        if (_ended is not null)
        {
            return;
        }

        var ended = new SortedDictionary<int, TurnSummary>();
        for (var number = Head.Turns; number > 0 && number > Head.Turns - ConversationSnapshot.MaxTurns; number--)
        {
            if (!Open.ContainsKey(number)
                && (await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false)).Value is { Phase: TurnPhase.Ended } turn)
            {
                ended[number] = turn.ToSummary();
            }
        }

        _ended = ended;
    }

    /// <summary>Writes a new turn. It is none before <see cref="CountAsync"/>, so that what is counted exists.</summary>
    internal async ValueTask<OpenTurn> WriteAsync(TurnState turn, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(turn.Id.Number, cancellationToken).ConfigureAwait(false);
        await document.WriteUnflushedAsync(turn, cancellationToken).ConfigureAwait(false);
        return new OpenTurn(document);
    }

    /// <summary>Keeps that there is a new turn. When this returns the turn is on the disk.</summary>
    internal async ValueTask CountAsync(OpenTurn turn, ConversationHead head)
    {
        var number = turn.State.Id.Number;
        Open.Add(number, turn);
        // Once begun it is done: a write that nobody waits for could still happen, and the next would not fit.
        await _head.WriteAsync(Complete(head with { Turns = number }), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Keeps that a turn has ended.</summary>
    internal async ValueTask EndAsync(OpenTurn turn)
    {
        Open.Remove(turn.State.Id.Number);
        Remember(turn.State);
        turn.Dispose();
        await CloseAsync(turn.State).ConfigureAwait(false);
    }

    /// <summary>Reads a turn that is not open, however old it is.</summary>
    internal async ValueTask<OpenTurn> ReadEndedAsync(int number, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        return document.Value is null
            ? throw Error.NotFound($"Turn {number} of this conversation is not kept any more.")
            : new OpenTurn(document);
    }

    /// <summary>Keeps that a turn goes on that had ended. Its state is written after: while that has not happened, the turn has ended as before.</summary>
    internal ValueTask ReopenAsync(OpenTurn turn)
    {
        var number = turn.State.Id.Number;
        Open.Add(number, turn);
        _ended?.Remove(number);
        return _head.WriteUnflushedAsync(Complete(Head) with { Reopened = new ReopenedTurn(number, Log.LastSequence) }, CancellationToken.None);
    }

    /// <summary>Keeps a summary of old turns, unless there is one of more by now.</summary>
    internal ValueTask KeepAsync(HistorySummary summary) =>
        summary.UpTo > Summary.UpTo ? _summary.WriteUnflushedAsync(summary, CancellationToken.None) : ValueTask.CompletedTask;

    /// <summary>Keeps that all of it is to be deleted.</summary>
    internal ValueTask LeaveAsync() => _head.WriteAsync(Head with { IsGone = true }, CancellationToken.None);

    /// <summary>Keeps that the end of a turn has been told, and what it used. Told is told: the next flush may take it along.</summary>
    private ValueTask CloseAsync(TurnState turn)
    {
        // That it was to be opened again was kept, and nothing came of it: it is as it was, and counted.
        var isCounted = Head.Reopened == new ReopenedTurn(turn.Id.Number, Log.LastSequence);
        return _head.WriteUnflushedAsync(
            Complete(Head with { Usage = isCounted ? Head.Usage : Head.Usage + turn.Uncounted }), CancellationToken.None);
    }

    private ConversationHead Complete(ConversationHead head) => head with
    {
        Open = [.. Open.Keys.Concat(Untold.Select(turn => turn.Id.Number)).Order()],
        Page = Log.Page,
        Reopened = null,
    };

    private void Remember(TurnState turn)
    {
        if (_ended is null)
        {
            return;
        }

        _ended[turn.Id.Number] = turn.ToSummary();
        if (_ended.Count > ConversationSnapshot.MaxTurns)
        {
            _ended.Remove(_ended.Keys.First());
        }
    }

    private ValueTask<StateDocument<TurnState>> ReadTurnAsync(int number, CancellationToken cancellationToken) =>
        _store.OpenAsync<TurnState>(TurnKey(_id.Turn(number)), cancellationToken);
}
