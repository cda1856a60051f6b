using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conversations;

/// <content>
/// How each step is kept. First the turn is written, with the events of the step in it, then the log of events, which is flushed to the
/// disk and the turn with it. Where the step is nothing but what tasks told, the log says it all, and the turn is not written:
/// <see cref="TurnReplay"/>. Then readers see them, and what the turn wants is done. Only with what tasks tell, and with pieces of an answer, the turn
/// goes on while the disk is flushed: many steps then share a flush, and a loss of power takes back steps that nobody has seen. A crash in between leaves a step that is whole or
/// was not begun: see <see cref="ConversationDocuments.SettleAsync"/>.
/// </content>
public sealed partial class ConversationActor
{
    /// <summary>How long after a failure the state is read again without anybody asking.</summary>
    private static readonly TimeSpan ReopenDelay = TimeSpan.FromSeconds(1);

    /// <summary>The most events that wait for the disk while the turn goes on.</summary>
    private const int MaxUnshown = 64;

    /// <summary>How long after a step readers see it at the latest, but for the flush itself, when nothing waits for it.</summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromMilliseconds(2);

    private readonly Queue<(int Turn, TurnInput Input)> _inbox = new();
    private IDisposable? _reopening;

    private async Task<TurnReceipt> AcceptAsync(ConversationDocuments documents, TurnRequest request)
    {
        var now = _services.Time.GetUtcNow();
        var head = documents.Head;
        var receipt = new TurnReceipt(_id.Turn(head.Turns + 1), documents.Log.LastSequence + 1);
        var planner = _services.PlannerOf(request);
        var accepted = TurnMachine.Apply(NewTurn(documents, receipt.Turn, request), new TurnInput.Accepted(planner.Name, planner.CanReplan));
        var events = documents.Log.Number(EventsOf(accepted.Effects), now);
        OpenTurn turn;
        try
        {
            if (documents.Open.Count == 0)
            {
                await _services.Open.AddAsync(_id, CancellationToken.None).ConfigureAwait(false);
            }

            head = head with
            {
                ListedOn = head.ListedOn ?? await _services.Index.AddAsync(_id, request.Text, now, CancellationToken.None).ConfigureAwait(false),
                Receipts = Remember(head, request, receipt),
            };
            turn = await documents.WriteAsync(Recorded(accepted.State, documents, events), CancellationToken.None).ConfigureAwait(false);
            await documents.CountAsync(turn, head).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }

        try
        {
            await RecordAsync(documents, turn, events, accepted.Effects, waits: false).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is kept, so it is accepted: it goes on as soon as its events can be kept too. That they cannot has been told.
        }

        return receipt;
    }

    private async ValueTask<ConversationDocuments> LoadAsync(CancellationToken cancellationToken)
    {
        if (_documents is { } known)
        {
            return known;
        }

        var documents = await ConversationDocuments.LoadAsync(_services.State, _id, cancellationToken).ConfigureAwait(false);
        if (_services.Options.ReadOnly)
        {
            // Somebody else may write: what was read is old at once.
            return documents;
        }

        if (documents.Head.IsGone)
        {
            if (_services.Imports.Contains(_id))
            {
                throw Error.Overloaded($"The conversation '{_id.Name}' is being imported; ask again when that has ended.");
            }

            // An import may have ended since it was read.
            documents = await ConversationDocuments.LoadAsync(_services.State, _id, cancellationToken).ConfigureAwait(false);
        }

        if (documents.Head.IsGone)
        {
            await RemoveAsync(documents.Head).ConfigureAwait(false);
            documents = await ConversationDocuments.LoadAsync(_services.State, _id, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await documents.SettleAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }

        _documents = documents;
        foreach (var turn in documents.Open.Values.ToList())
        {
            await ApplyAsync(documents, turn, Resumed(turn.State)).ConfigureAwait(false);
        }

        return documents;
    }

    private TurnInput.Resumed Resumed(TurnState turn)
    {
        var timeout = turn.Request.Timeout ?? _services.Options.TurnTimeout;
        var planner = _services.PlannerOf(turn.Request);
        return new TurnInput.Resumed(_services.Time.GetUtcNow(), planner.Name, planner.CanReplan)
        {
            LongestRest = timeout > TurnMachine.AnswerTime ? timeout : TurnMachine.AnswerTime,
        };
    }

    /// <summary>Takes what a task tells. What comes while the disk is waited for is taken together: many tasks cost few flushes.</summary>
    private void Put(int turn, TurnInput input)
    {
        _inbox.Enqueue((turn, input));
        if (_inbox.Count == 1)
        {
            _turns.Post(TakeAllAsync);
        }
    }

    private async Task TakeAllAsync()
    {
        while (_inbox.TryDequeue(out var first))
        {
            List<TurnInput> inputs = [first.Input];
            while (_inbox.TryPeek(out var next) && next.Turn == first.Turn)
            {
                inputs.Add(_inbox.Dequeue().Input);
            }

            try
            {
                await ApplyAsync(first.Turn, [.. inputs]).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // What is lost here a task tells again when its turn is taken up again.
                LogNotTaken(_id.ToString(), exception);
                ReopenLater();
            }
        }
    }

    /// <summary>Takes a report, once, of what plans the turn or writes its answer now.</summary>
    private async Task TakeAsync(int number, ReportStamp? stamp, params TurnInput[] inputs)
    {
        var documents = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        if (documents.Open.TryGetValue(number, out var turn) && turn.Takes(stamp))
        {
            await ApplyAsync(documents, turn, inputs).ConfigureAwait(false);
        }
    }

    private Task ApplyAsync(int number, params TurnInput[] inputs) => TakeAsync(number, stamp: null, inputs);

    private async Task ApplyAsync(ConversationDocuments documents, OpenTurn turn, params TurnInput[] inputs)
    {
        var state = turn.State;
        var isKept = false;
        var effects = new List<TurnEffect>();
        foreach (var input in inputs)
        {
            var transition = Decide(state, input);
            isKept |= input.IsKept && !ReferenceEquals(transition.State, state);
            effects.AddRange(transition.Effects);
            state = transition.State;
        }

        isKept &= !TurnReplay.IsInLog(turn.State, state, inputs, effects) || documents.Log.LastSequence - turn.State.Sequence >= TurnReplay.MaxEvents;
        var waits = !Array.TrueForAll(inputs, input => input.MayBeAhead) || documents.Log.Unshown >= MaxUnshown;
        await KeepAsync(documents, turn, state, effects, isKept, waits).ConfigureAwait(false);
    }

    /// <summary>Keeps a step, tells of it and does what it wants done.</summary>
    /// <param name="documents">What is kept of the conversation.</param>
    /// <param name="turn">The turn, open or to be opened again.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="effects">What it wants done.</param>
    /// <param name="isKept">Whether the new state must not be lost.</param>
    /// <param name="waits">Whether it is to be on the disk before anything comes of it.</param>
    private async Task KeepAsync(
        ConversationDocuments documents,
        OpenTurn turn,
        TurnState state,
        IReadOnlyList<TurnEffect> effects,
        bool isKept,
        bool waits = true)
    {
        var events = documents.Log.Number(EventsOf(effects), _services.Time.GetUtcNow());
        if (isKept)
        {
            try
            {
                if (turn.State.Phase == TurnPhase.Ended && state.Phase != TurnPhase.Ended)
                {
                    await OpenAgainAsync(documents, turn).ConfigureAwait(false);
                }

                // What no event follows is flushed itself.
                await turn.WriteAsync(Recorded(state, documents, events), flush: events.IsEmpty).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Abandon(documents, exception);
                throw;
            }
        }
        else
        {
            turn.Remember(state);
        }

        await RecordAsync(documents, turn, events, effects, waits).ConfigureAwait(false);
    }

    /// <summary>A state with what is needed to go on from it, when it is written before the events of its step.</summary>
    private static TurnState Recorded(TurnState state, ConversationDocuments documents, ImmutableArray<ConversationEvent> events) =>
        state with { LastEvents = events, Sequence = documents.Log.LastSequence + events.Length };

    private async Task OpenAgainAsync(ConversationDocuments documents, OpenTurn turn)
    {
        if (documents.Open.Count == 0)
        {
            await _services.Open.AddAsync(_id, CancellationToken.None).ConfigureAwait(false);
        }

        await documents.ReopenAsync(turn).ConfigureAwait(false);
    }

    private async Task RecordAsync(
        ConversationDocuments documents,
        OpenTurn turn,
        ImmutableArray<ConversationEvent> events,
        IReadOnlyList<TurnEffect> effects,
        bool waits = true)
    {
        try
        {
            await documents.Log.WriteAsync(events, waits ? TimeSpan.Zero : FlushPatience, CancellationToken.None).ConfigureAwait(false);
            if (waits)
            {
                await documents.Log.ShownAsync().ConfigureAwait(false);
            }
            else
            {
                AbandonUnlessShown(documents);
            }

            if (effects.Any(effect => effect is TurnEffect.StartPlanning))
            {
                await documents.LoadEndedAsync(CancellationToken.None).ConfigureAwait(false);
            }

            foreach (var effect in effects)
            {
                Do(documents, turn, effect);
            }

            if (turn.State is { Phase: TurnPhase.Ended, Id: var ended } && documents.Open.ContainsKey(ended.Number))
            {
                await documents.EndAsync(turn).ConfigureAwait(false);
                if (documents.Open.Count == 0)
                {
                    documents.Log.Rest();
                    await _services.Open.RemoveAsync(_id, CancellationToken.None).ConfigureAwait(false);
                }

                await SummarizeWhenDueAsync(documents, ended).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }
    }

    private void AbandonUnlessShown(ConversationDocuments documents)
    {
        var shown = documents.Log.ShownAsync();
        if (shown.IsCompletedSuccessfully)
        {
            return;
        }

        shown.ContinueWith(
            failed => _turns.Post(() =>
            {
                if (ReferenceEquals(_documents, documents))
                {
                    Abandon(documents, failed.Exception!.InnerException!);
                }

                return Task.CompletedTask;
            }),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    private static List<ConversationEvent> EventsOf(IReadOnlyList<TurnEffect> effects)
    {
        var events = new List<ConversationEvent>(effects.Count);
        foreach (var effect in effects)
        {
            if (effect is TurnEffect.Emit { Event: var happened })
            {
                events.Add(happened);
            }
        }

        return events;
    }

    private TurnTransition Decide(TurnState turn, TurnInput input)
    {
        try
        {
            return TurnMachine.Apply(turn, input);
        }
#pragma warning disable CA1031 // A fault of ours ends the turn: nobody tells the same again, so it would wait until its deadline.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBrokenOff(turn.Id.ToString(), exception);
            return TurnMachine.Apply(turn, new TurnInput.BrokenOff(Error.From(exception)));
        }
    }

    /// <summary>
    /// Gives up what is held in memory when it cannot be kept: readers are told, plans and answers that are being written are stopped, and the
    /// next call, or a second later nobody's, reads again what is kept and goes on from there. Whether the write that failed happened is not
    /// known, so nothing may be built on what was held. Tasks run on: what they tell counts once it can be kept.
    /// </summary>
    private void Abandon(ConversationDocuments documents, Exception exception)
    {
        LogAbandoned(_id.ToString(), exception);
        _documents = null;
        foreach (var turn in documents.Open.Values)
        {
            turn.Dispose();
        }

        documents.Log.Break(Error.From(exception));
        ReopenLater();
    }

    private void ReopenLater() => _reopening ??= _turns.PostAfter(ReopenDelay, async () =>
    {
        _reopening = null;
        try
        {
            await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogNotTaken(_id.ToString(), exception);
            ReopenLater();
        }
    });

    [LoggerMessage(2, LogLevel.Error, "The turn {Turn} was broken off by a fault of Jarvis.")]
    private partial void LogBrokenOff(string turn, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "The state of {Conversation} could not be kept; its open turns go on from what is kept when it can be read again.")]
    private partial void LogAbandoned(string conversation, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The state of {Conversation} cannot be kept yet.")]
    private partial void LogNotTaken(string conversation, Exception exception);
}
