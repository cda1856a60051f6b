using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conversations;

/// <summary>
/// Runs the turns of one conversation: keeps the state that <see cref="TurnMachine"/> decides, records the events and does what the turn
/// wants done. Called in turns only, except for reading events; see <see cref="IActorTurns"/>.
/// </summary>
public sealed partial class ConversationActor : IConversationActor
{
    private static readonly JarvisError Unattended = new(
        ErrorCode.StorageFailed, "The turn was broken off: its state could not be kept, or its host stopped. Ask again.", Retryable: true);

    private readonly ConversationId _id;
    private readonly ConversationActorServices _services;
    private readonly IActorTurns _turns;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private ConversationDocuments? _documents;
    private bool _summarizing;

    /// <summary>Creates the actor; it does nothing until it is called.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="services">What it works with.</param>
    /// <param name="turns">Its turns.</param>
    /// <param name="logger">Told of faults.</param>
    public ConversationActor(ConversationId id, ConversationActorServices services, IActorTurns turns, ILogger logger)
    {
        _id = id;
        _services = services;
        _turns = turns;
        _logger = logger;
        _outbox = new Outbox(logger);
    }

    private IConversationActor Self => _services.Actors.Conversation(_id);

    /// <inheritdoc/>
    public async Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        TurnRequestCheck.Require(request);
        if (_services.Fetcher is null && !request.Addresses.IsEmpty)
        {
            throw Error.InvalidRequest("This host fetches nothing from the web; fetch the file yourself and attach it.");
        }

        var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        var head = documents.Head;
        if (Remembered(head, request) is { } known)
        {
            return known;
        }

        RequireRoom(documents);
        var receipt = new TurnReceipt(_id.Turn(head.Turns + 1), documents.Log.LastSequence + 1);
        var turn = await documents.WriteAsync(NewTurn(documents, receipt.Turn, request), cancellationToken).ConfigureAwait(false);
        try
        {
            await documents.CountAsync(turn, Remember(head, request, receipt)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }

        await ApplyAsync(documents, turn, new TurnInput.Accepted(_services.Planner.Name, _services.Planner.CanReplan)).ConfigureAwait(false);
        return receipt;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(int turn, CancellationToken cancellationToken)
    {
        Require(turn, await LoadAsync(cancellationToken).ConfigureAwait(false));
        await ApplyAsync(turn, new TurnInput.CancelAsked()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        var turns = documents.Ended.Concat(documents.Open.Values.Select(turn => turn.State.ToSummary())).OrderBy(turn => turn.Number);
        return new ConversationSnapshot(_id, documents.Log.LastSequence, [.. turns.TakeLast(ConversationSnapshot.MaxTurns)])
        {
            Usage = documents.Open.Values.Aggregate(documents.Head.Usage, (usage, turn) => usage + turn.State.Uncounted),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource<EventLog>(TaskCreationOptions.RunContinuationsAsynchronously);
        _turns.Post(async () =>
        {
            try
            {
                opened.SetResult((await LoadAsync(cancellationToken).ConfigureAwait(false)).Log);
            }
#pragma warning disable CA1031 // It is the reader's to catch.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                opened.SetException(exception);
            }
        });
        var log = await opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var happened in log.ReadAsync(after, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    /// <inheritdoc/>
    public Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken) =>
        ApplyAsync(turn, new TurnInput.Planned(report));

    /// <inheritdoc/>
    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken) =>
        ApplyAsync(turn, new TurnInput.TaskReported(events));

    /// <inheritdoc/>
    public Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken) =>
        ApplyAsync(turn, new TurnInput.Answered(report));

    private static TurnReceipt? Remembered(ConversationHead head, TurnRequest request)
    {
        var known = request.IdempotencyKey is { } key ? head.Receipts.FirstOrDefault(receipt => receipt.Key == key) : null;
        return known is null || known.Fingerprint == IdempotentReceipt.FingerprintOf(request)
            ? known?.Receipt
            : throw new JarvisException(ErrorCode.Conflict, "This idempotency key was used for another request; use a new key.");
    }

    private static ImmutableArray<IdempotentReceipt> Remember(ConversationHead head, TurnRequest request, TurnReceipt receipt) =>
        request.IdempotencyKey is { } key
            ? [.. head.Receipts.TakeLast(ConversationHead.MaxKeys - 1), new IdempotentReceipt(key, IdempotentReceipt.FingerprintOf(request), receipt)]
            : head.Receipts;

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

    private async ValueTask<ConversationDocuments> LoadAsync(CancellationToken cancellationToken)
    {
        if (_documents is { } known)
        {
            return known;
        }

        var documents = await ConversationDocuments.LoadAsync(_services.State, _id, cancellationToken).ConfigureAwait(false);
        await EndUnattendedAsync(documents).ConfigureAwait(false);
        return _documents = documents;
    }

    /// <summary>Ends the turns that were left open when their state could not be kept or their host stopped: nobody works on them.</summary>
    private async ValueTask EndUnattendedAsync(ConversationDocuments documents)
    {
        foreach (var turn in documents.Untold)
        {
            // After what could not be kept nothing was written: it was the last event, or it was not told.
            if (documents.Log.Newest is not TurnFinished newest || newest.Turn != turn.Id.Number)
            {
                var finished = new TurnFinished(turn.Status, turn.Error) { Turn = turn.Id.Number };
                await documents.Log.AppendAsync([finished], _services.Time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            }

            await documents.CloseAsync(turn).ConfigureAwait(false);
        }

        foreach (var turn in documents.Open.Values.ToList())
        {
            await ApplyAsync(documents, turn, new TurnInput.BrokenOff(Unattended)).ConfigureAwait(false);
        }
    }

    private TurnState NewTurn(ConversationDocuments documents, TurnId id, TurnRequest request)
    {
        ImmutableArray<Resource> known =
            [.. request.Attachments.Concat(documents.Ended.Reverse().SelectMany(turn => turn.Resources)).DistinctBy(resource => resource.Id)];
        return new TurnState(id, request, _services.Time.GetUtcNow() + (request.Timeout ?? _services.Options.TurnTimeout))
        {
            Known = known,
            Draft = PlanDraft.Create(_services.TaskTypes, known, _services.Options.PlanLimits),
        };
    }

    private async Task ApplyAsync(int number, TurnInput input)
    {
        var documents = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        if (documents.Open.TryGetValue(number, out var turn))
        {
            await ApplyAsync(documents, turn, input).ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(ConversationDocuments documents, OpenTurn turn, TurnInput input)
    {
        await KeepAsync(documents, turn, Decide(turn.State, input)).ConfigureAwait(false);
    }

    private async Task KeepAsync(ConversationDocuments documents, OpenTurn turn, TurnTransition transition)
    {
        try
        {
            if (!ReferenceEquals(transition.State, turn.State))
            {
                await turn.WriteAsync(transition.State, CancellationToken.None).ConfigureAwait(false);
            }

            if (transition.State.Phase != TurnPhase.Ended && !documents.Open.ContainsKey(turn.State.Id.Number))
            {
                await documents.ReopenAsync(turn).ConfigureAwait(false);
            }

            await documents.Log.AppendAsync(EventsOf(transition.Effects), _services.Time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            foreach (var effect in transition.Effects)
            {
                Do(documents, turn, effect);
            }

            if (transition.State.Phase == TurnPhase.Ended && documents.Open.ContainsKey(turn.State.Id.Number))
            {
                await documents.EndAsync(turn).ConfigureAwait(false);
                SummarizeWhenDue(documents, transition.State.Id);
            }
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }
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
    /// Gives up what is held in memory when it cannot be kept: readers are told, work is stopped, and the next call reads again what is
    /// kept. Whether the write that failed happened is not known, so nothing may be built on what was held.
    /// </summary>
    private void Abandon(ConversationDocuments documents, Exception exception)
    {
        LogAbandoned(_id.ToString(), exception);
        _documents = null;
        foreach (var turn in documents.Open.Values)
        {
            foreach (var effect in TurnMachine.Apply(turn.State, new TurnInput.BrokenOff(Unattended)).Effects.OfType<TurnEffect.CancelTask>())
            {
                Do(documents, turn, effect);
            }

            turn.Dispose();
        }

        documents.Log.Break(Error.From(exception));
    }

    private void Do(ConversationDocuments documents, OpenTurn turn, TurnEffect effect)
    {
        var number = turn.State.Id.Number;
        switch (effect)
        {
            case TurnEffect.WatchDeadline:
                turn.Deadline?.Dispose();
                turn.Deadline = _turns.PostAfter(
                    turn.State.Deadline - _services.Time.GetUtcNow(), () => ApplyAsync(number, new TurnInput.DeadlinePassed()));
                break;
            case TurnEffect.StartPlanning { Failed: var failed }:
                var planning = ToPlanningRequest(documents, turn.State) with { Failed = failed };
                var appraiser = turn.State.Request.Approval is null ? null : _services.Appraiser;
                var fetching = new FetchPump(_services.Fetcher, turn.State.Request, turn.State.Fetches, Self);
                Detach(PlanPump.RunAsync(_services.Planner, _services.Catalog, appraiser, planning, fetching, Self, turn.Ended));
                break;
            case TurnEffect.StartTask { Assignment: var assignment }:
                _outbox.Post(
                    () => _services.Actors.Task(assignment.Id).StartAsync(assignment, CancellationToken.None),
                    exception => _turns.Post(() => ApplyAsync(
                        number, new TurnInput.TaskReported([new TaskFailed(assignment.Id.Number, Error.From(exception)) { Retry = assignment.Id.Retry }]))));
                break;
            case TurnEffect.CancelTask { Task: var task }:
                var id = turn.State.Id.Task(task, turn.State.Tasks[task].Retry);
                _outbox.Post(() => _services.Actors.Task(id).CancelAsync(CancellationToken.None));
                break;
            case TurnEffect.StartAnswer { Request: var request }:
                Detach(AnswerPump.RunAsync(_services.Answerer, request, Self, _services.Time, turn.Ended));
                break;
        }
    }

    private PlanningRequest ToPlanningRequest(ConversationDocuments documents, TurnState turn) => new(turn.Id, turn.Request.Text)
    {
        Attachments = turn.Request.Attachments,
        Spent = turn.Usage.LanguageModels,
        Summary = documents.Summary.Text,
        History = [.. documents.Ended.TakeLast(_services.Options.History).Select(past => past.ToPast())],
    };

    /// <summary>After a turn, so that none waits for it.</summary>
    private void SummarizeWhenDue(ConversationDocuments documents, TurnId turn)
    {
        if (_services.Summarizer is not { } summarizer || _summarizing)
        {
            return;
        }

        var due = documents.Summary.Due(documents.Ended, _services.Options.History);
        if (!due.IsEmpty)
        {
            _summarizing = true;
            Detach(SummarizeAsync(summarizer, turn, documents.Summary.Text, due));
        }
    }

    private async Task SummarizeAsync(IHistorySummarizer summarizer, TurnId turn, string earlier, ImmutableArray<PastTurn> due)
    {
        await Task.Yield();
        HistorySummary? made = null;
        try
        {
            var text = await summarizer.SummarizeAsync(turn, earlier, due, CancellationToken.None).ConfigureAwait(false);
            made = text is null ? null : new HistorySummary(due[^1].Number, Excerpt.Of(text, HistorySummary.MaxLength));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Planners are told less; the next turn that ends tries again.
            LogNotSummarized(_id.ToString(), exception);
        }

        _turns.Post(async () =>
        {
            _summarizing = false;
            if (made is not null)
            {
                var documents = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
                await documents.KeepAsync(made).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Lets something run outside the turns. It reports what goes wrong itself; what escapes is a fault of ours.</summary>
    private void Detach(Task work) => work.ContinueWith(
        static (failed, actor) => ((ConversationActor)actor!).LogDetached(failed.Exception!),
        this,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Error, "Work for a turn broke off.")]
    private partial void LogDetached(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The turn {Turn} was broken off by a fault of Jarvis.")]
    private partial void LogBrokenOff(string turn, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "The state of {Conversation} could not be kept; its open turns are broken off.")]
    private partial void LogAbandoned(string conversation, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Old turns of {Conversation} could not be summarized.")]
    private partial void LogNotSummarized(string conversation, Exception exception);
}
