using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>What is kept of a conversation, as its actor holds it: the head, the events, the open turns and the newest of the others.</summary>
internal sealed class ConversationDocuments
{
    private readonly IStateStore _store;
    private readonly ConversationId _id;
    private readonly StateDocument<ConversationHead> _head;
    private readonly SortedDictionary<int, TurnSummary> _ended = [];

    private ConversationDocuments(IStateStore store, ConversationId id, StateDocument<ConversationHead> head, EventLog log)
    {
        _store = store;
        _id = id;
        _head = head;
        Log = log;
    }

    internal ConversationHead Head => _head.Value ?? ConversationHead.New;

    internal EventLog Log { get; }

    internal Dictionary<int, OpenTurn> Open { get; } = [];

    /// <summary>The newest turns that have ended, oldest first.</summary>
    internal IReadOnlyCollection<TurnSummary> Ended => _ended.Values;

    internal static async Task<ConversationDocuments> LoadAsync(IStateStore store, ConversationId id, CancellationToken cancellationToken)
    {
        var head = await store.OpenAsync<ConversationHead>(new StateKey("conversation", id.ToString()), cancellationToken).ConfigureAwait(false);
        var log = await EventLog.OpenAsync(store, id, head.Value?.Page ?? 0, cancellationToken).ConfigureAwait(false);
        var documents = new ConversationDocuments(store, id, head, log);
        var turns = documents.Head.Turns;
        for (var number = Math.Max(1, turns - ConversationSnapshot.MaxTurns + 1); number <= turns; number++)
        {
            await documents.LoadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        }

        return documents;
    }

    /// <summary>Keeps a new turn. The turn is written before the head that counts it, so that what is counted exists.</summary>
    internal async ValueTask AcceptAsync(TurnState turn, ImmutableArray<IdempotentReceipt> receipts, CancellationToken cancellationToken)
    {
        var number = turn.Id.Number;
        var document = await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        await document.WriteAsync(turn, cancellationToken).ConfigureAwait(false);
        await _head.WriteAsync(
            Head with { Turns = number, Open = Head.Open.Add(number), Page = Log.Page, Receipts = receipts }, cancellationToken).ConfigureAwait(false);
        Open.Add(number, new OpenTurn(document));
    }

    /// <summary>Keeps that a turn has ended.</summary>
    internal async ValueTask EndAsync(OpenTurn turn, CancellationToken cancellationToken)
    {
        var number = turn.State.Id.Number;
        Open.Remove(number);
        Remember(turn.State);
        turn.Dispose();
        await _head.WriteAsync(Head with { Open = Head.Open.Remove(number), Page = Log.Page }, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadTurnAsync(int number, CancellationToken cancellationToken)
    {
        var document = await ReadTurnAsync(number, cancellationToken).ConfigureAwait(false);
        if (document.Value is { Phase: TurnPhase.Ended } ended)
        {
            Remember(ended);
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
