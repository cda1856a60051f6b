using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conversations;

/// <summary>
/// Runs the turns of one conversation: keeps the state that <see cref="TurnMachine"/> decides, records the events and does what the turn
/// wants done. Called in turns only, except for what only reads, which takes its turns itself; see <see cref="IActorTurns"/>.
/// </summary>
public sealed partial class ConversationActor : IConversationActor, IDisposable
{
    private readonly ConversationId _id;
    private readonly ConversationActorServices _services;
    private readonly IActorTurns _turns;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private ConversationDocuments? _documents;

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

    /// <summary>Whether it may be forgotten: nothing is under way, and all that it knows is kept.</summary>
    public bool IsIdle => _documents is null or { Open.Count: 0 } && _inbox.Count == 0 && !_summarizing && _reopening is null;

    private IConversationActor Self => _services.Actors.Conversation(_id);

    /// <inheritdoc/>
    public async Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        TurnRequestCheck.Require(request);
        if (_services.Fetcher is null && !request.Addresses.IsEmpty)
        {
            throw Error.InvalidRequest("This host fetches nothing from the web; fetch the file yourself and attach it.");
        }

        RequireWriting();
        var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        var head = documents.Head;
        if (Remembered(head, request) is { } known)
        {
            return known;
        }

        RequireRoom(documents);
        await documents.LoadEndedAsync(cancellationToken).ConfigureAwait(false);
        if (_services.Quota is not { } quota)
        {
            return await AcceptAsync(documents, request).ConfigureAwait(false);
        }

        await quota.TakeAsync(_id.Tenant, cancellationToken).ConfigureAwait(false);
        try
        {
            return await AcceptAsync(documents, request).ConfigureAwait(false);
        }
        catch
        {
            quota.GiveBack(_id.Tenant);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(int turn, CancellationToken cancellationToken)
    {
        RequireWriting();
        Require(turn, await LoadAsync(cancellationToken).ConfigureAwait(false));
        await ApplyAsync(turn, new TurnInput.CancelAsked()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken) => ReadShownAsync(
        async documents =>
        {
            await documents.LoadEndedAsync(cancellationToken).ConfigureAwait(false);
            var turns = documents.Ended.Concat(documents.Open.Values.Select(turn => turn.State.ToSummary())).OrderBy(turn => turn.Number);
            return new ConversationSnapshot(_id, documents.Log.LastSequence, [.. turns.TakeLast(ConversationSnapshot.MaxTurns)])
            {
                Usage = documents.Open.Values.Aggregate(documents.Head.Usage, (usage, turn) => usage + turn.State.Uncounted),
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<TurnSummary> GetTurnAsync(int turn, CancellationToken cancellationToken) => ReadShownAsync(
        async documents =>
        {
            Require(turn, documents);
            var found = documents.Open.GetValueOrDefault(turn) ?? await documents.ReadEndedAsync(turn, cancellationToken).ConfigureAwait(false);
            return found.State.ToSummary();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = _turns.CallAsync(async () => (await LoadAsync(cancellationToken).ConfigureAwait(false)).Log, cancellationToken);
        var log = await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var happened in log.ReadAsync(after, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    /// <inheritdoc/>
    public Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken) =>
        TakeAsync(turn, report.Stamp, new TurnInput.Planned(report));

    /// <inheritdoc/>
    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken)
    {
        Put(turn, new TurnInput.TaskReported(events));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken) =>
        TakeAsync(turn, report.Stamp, new TurnInput.Answered(report));

    /// <summary>
    /// Reads in a turn, and tells what was read once it is on the disk, for it is not to be taken back. The disk is waited for outside the turn, which would hold up
    /// what it waits for.
    /// </summary>
    private async Task<T> ReadShownAsync<T>(Func<ConversationDocuments, Task<T>> read, CancellationToken cancellationToken)
    {
        var (told, shown) = await _turns.CallAsync(ReadAsync, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        await shown.WaitAsync(cancellationToken).ConfigureAwait(false);
        return told;

        async Task<(T Told, Task Shown)> ReadAsync()
        {
            var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
            return (await read(documents).ConfigureAwait(false), documents.Log.ShownAsync());
        }
    }

    /// <summary>Ends when all that it wrote is kept: whoever has it next reads it.</summary>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="JarvisException">As of <see cref="State.IStateStore.FlushAsync"/>.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        _services.State.FlushAsync(ConversationDocuments.HeadKey(_id), TimeSpan.Zero, cancellationToken);

    /// <summary>Ends what it lets run outside its turns. What is kept stays, and is gone on with by whoever loads it next.</summary>
    public void Dispose()
    {
        _reopening?.Dispose();
        foreach (var turn in _documents?.Open.Values.ToList() ?? [])
        {
            turn.Dispose();
        }

        _documents = null;
    }

    private void RequireWriting()
    {
        if (_services.Options.ReadOnly)
        {
            throw Error.InvalidRequest("Conversations are only looked at here; ask where they are worked on.");
        }
    }

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

    private TurnState NewTurn(ConversationDocuments documents, TurnId id, TurnRequest request)
    {
        ImmutableArray<Resource> known =
        [
            .. request.Attachments
                .Concat(documents.Ended.Reverse().SelectMany(turn => turn.Resources))
                .Concat(request.History.Reverse().SelectMany(turn => turn.Resources))
                .DistinctBy(resource => resource.Id),
        ];
        return new TurnState(id, request, _services.Time.GetUtcNow() + (request.Timeout ?? _services.Options.TurnTimeout))
        {
            Known = known,
            Draft = PlanDraft.Create(_services.TaskTypes, known, _services.Options.PlanLimits),
        };
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
                var stamps = turn.Begin();
                var fetching = new FetchPump(_services.Fetcher, turn.State.Request, turn.State.Fetches, Self, stamps);
                Detach(PlanPump.RunAsync(_services.PlannerOf(turn.State.Request), _services.Catalog, appraiser, planning, fetching, Self, stamps, turn.Ended));
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
                Detach(AnswerPump.RunAsync(_services.AnswererOf(turn.State.Request), request, Self, turn.Begin(), _services.Time, turn.Ended));
                break;
        }
    }

    private PlanningRequest ToPlanningRequest(ConversationDocuments documents, TurnState turn) => new(turn.Id, turn.Request.Text)
    {
        Attachments = turn.Request.Attachments,
        Spent = turn.Usage.LanguageModels,
        Summary = documents.Summary.Text,
        Planned = turn.Replan.Phase == ReplanPhase.Planning ? [] : [.. turn.Order.Take(turn.Replanned).Select(number => turn.Tasks[number].Planned)],
        History = [.. turn.Request.History.Concat(documents.Ended.Select(past => past.ToPast())).TakeLast(_services.Options.History)],
    };

    /// <summary>Lets something run outside the turns. It reports what goes wrong itself; what escapes is a fault of ours.</summary>
    private void Detach(Task work) => work.ContinueWith(
        static (failed, actor) => ((ConversationActor)actor!).LogDetached(failed.Exception!),
        this,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Error, "Work for a turn broke off.")]
    private partial void LogDetached(Exception exception);
}
