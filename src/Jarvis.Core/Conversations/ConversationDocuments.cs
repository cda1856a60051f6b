using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>What is kept of a conversation, as its actor holds it: the head, the events, the open turns and the newest of the others.</summary>
internal sealed class ConversationDocuments
{
    private readonly IStateStore _store;
    private readonly ConversationId _id;
    private readonly StateDocument<ConversationHead> _head;
    private readonly StateDocument<HistorySummary> _summary;
    private readonly SortedDictionary<int, TurnSummary> _ended = [];

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

    /// <summary>The newest turns that have ended, oldest first.</summary>
    internal IReadOnlyCollection<TurnSummary> Ended => _ended.Values;

    /// <summary>The turns that had ended when the documents were read, without it being kept that their end was told.</summary>
    internal List<TurnState> Untold { get; } = [];

    internal static async Task<ConversationDocuments> LoadAsync(IStateStore store, ConversationId id, CancellationToken cancellationToken)
    {
        var head = await store.OpenAsync<ConversationHead>(new StateKey("conversation", id.ToString()), cancellationToken).ConfigureAwait(false);
        var log = await EventLog.OpenAsync(store, id, head.Value?.Page ?? 0, cancellationToken).ConfigureAwait(false);
        var summary = await store.OpenAsync<HistorySummary>(new StateKey("summary", id.ToString()), cancellationToken).ConfigureAwait(false);
        var documents = new ConversationDocuments(store, id, head, summary, log);
        var turns = documents.Head.Turns;
        var newest = Enumerable.Range(1, turns).Skip(turns - ConversationSnapshot.MaxTurns);
        foreach (var number in documents.Head.Open.Union(newest).Order())
        {
            await documents.LoadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        }

        return documents;
    }

    /// <summary>Writes a new turn. It is none before <see cref="CountAsync"/>, so that what is counted exists.</summary>
    internal async ValueTask<OpenTurn> WriteAsync(TurnState turn, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(turn.Id.Number, cancellationToken).ConfigureAwait(false);
        await document.WriteAsync(turn, cancellationToken).ConfigureAwait(false);
        return new OpenTurn(document);
    }

    /// <summary>Keeps that there is a new turn.</summary>
    internal async ValueTask CountAsync(OpenTurn turn, ImmutableArray<IdempotentReceipt> receipts)
    {
        var number = turn.State.Id.Number;
        Open.Add(number, turn);
        await WriteHeadAsync(Head with { Turns = number, Receipts = receipts }).ConfigureAwait(false);
    }

    /// <summary>Keeps that a turn has ended.</summary>
    internal async ValueTask EndAsync(OpenTurn turn)
    {
        Open.Remove(turn.State.Id.Number);
        Remember(turn.State);
        turn.Dispose();
        await CloseAsync(turn.State).ConfigureAwait(false);
    }

    /// <summary>Keeps that the end of a turn has been told, and what it used.</summary>
    internal ValueTask CloseAsync(TurnState turn) => WriteHeadAsync(Head with { Usage = Head.Usage + turn.Uncounted });

    /// <summary>Reads a turn that is not open, however old it is.</summary>
    internal async ValueTask<OpenTurn> ReadEndedAsync(int number, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        return document.Value is null
            ? throw Error.NotFound($"Turn {number} of this conversation is not kept any more.")
            : new OpenTurn(document);
    }

    /// <summary>
    /// Keeps that a turn goes on that had ended. Its state is written before: one that was written and does not count is found among the newest, or
    /// else by the next command to it.
    /// </summary>
    internal ValueTask ReopenAsync(OpenTurn turn)
    {
        Open.Add(turn.State.Id.Number, turn);
        _ended.Remove(turn.State.Id.Number);
        return WriteHeadAsync(Head);
    }

    /// <summary>Once begun it is done: a write that nobody waits for could still happen, and the next would not fit.</summary>
    private ValueTask WriteHeadAsync(ConversationHead head) =>
        _head.WriteAsync(head with { Open = [.. Open.Keys.Order()], Page = Log.Page }, CancellationToken.None);

    /// <summary>Keeps a summary of old turns, unless there is one of more by now.</summary>
    internal ValueTask KeepAsync(HistorySummary summary) =>
        summary.UpTo > Summary.UpTo ? _summary.WriteAsync(summary, CancellationToken.None) : ValueTask.CompletedTask;

    private async Task LoadTurnAsync(int number, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        if (document.Value is { Phase: TurnPhase.Ended } ended)
        {
            Remember(ended);
            if (Head.Open.Contains(number))
            {
                Untold.Add(ended);
            }
        }
        else if (document.Value is not null)
        {
            Open.Add(number, new OpenTurn(document));
        }
    }

    private void Remember(TurnState turn)
    {
        _ended[turn.Id.Number] = turn.ToSummary();
        if (_ended.Count > ConversationSnapshot.MaxTurns)
        {
            _ended.Remove(_ended.Keys.First());
        }
    }

    private ValueTask<StateDocument<TurnState>> ReadTurnAsync(int number, CancellationToken cancellationToken) =>
        _store.OpenAsync<TurnState>(new StateKey("turn", _id.Turn(number).ToString()), cancellationToken);
}
