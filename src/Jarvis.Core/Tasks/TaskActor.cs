using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Selection;
using Jarvis.State;
using Microsoft.Extensions.Logging;

namespace Jarvis.Tasks;

/// <summary>
/// Runs one planned task: keeps the state that <see cref="TaskMachine"/> decides and does what it wants done. Called in turns only; see
/// <see cref="IActorTurns"/>.
/// </summary>
public sealed partial class TaskActor : ITaskActor, IDisposable
{
    private static readonly JarvisError Stopped = new(ErrorCode.Cancelled, "It was stopped.");

    /// <summary>Pauses between writes that fail, each twice as long as the one before: three seconds together.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1600);

    private readonly TaskId _id;
    private readonly TaskActorServices _services;
    private readonly IActorTurns _turns;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private readonly Dictionary<AttemptId, long> _attemptStarts = [];
    private readonly CancellationTokenSource _ended = new();
    private StateDocument<TaskState>? _document;
    private bool _isAttended;

    /// <summary>Creates the actor; it does nothing until it is called.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="services">What it works with.</param>
    /// <param name="turns">Its turns.</param>
    /// <param name="logger">Told of faults.</param>
    public TaskActor(TaskId id, TaskActorServices services, IActorTurns turns, ILogger logger)
    {
        _id = id;
        _services = services;
        _turns = turns;
        _logger = logger;
        _outbox = new Outbox(logger);
    }

    /// <summary>Whether it may be forgotten: it has ended, or has not begun.</summary>
    public bool IsIdle => _document?.Value is not { HasEnded: false };

    private IConversationActor Conversation => _services.Actors.Conversation(_id.Turn.Conversation);

    /// <inheritdoc/>
    public async Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken)
    {
        try
        {
            var document = await LoadAsync(cancellationToken).ConfigureAwait(false);
            switch (document.Value)
            {
                case null:
                    // It is kept once models are chosen; one that is lost before is started as new.
                    document.Remember(new TaskState(assignment, _services.Time.GetUtcNow()));
                    _isAttended = true;
                    await ApplyAsync(new TaskMachineInput.Started()).ConfigureAwait(false);
                    break;
                case { HasEnded: true } ended:
                    // Who starts it does not know; what was told may have been lost.
                    Report([ended.End ?? new TaskFailed(_id.Number, Stopped) { Retry = _id.Retry }]);
                    RestWhenSent();
                    break;
                case not null when !_isAttended:
                    _isAttended = true;
                    await ApplyAsync(new TaskMachineInput.Resumed(_services.Time.GetUtcNow())).ConfigureAwait(false);
                    break;
            }
        }
        catch
        {
            // Who starts it is told; what could not be kept is not to be held either.
            _turns.Rest();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken) =>
        ApplyAsync(new TaskMachineInput.Reported(report, _services.Time.GetUtcNow()));

    /// <inheritdoc/>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(new TaskMachineInput.Cancelled()).ConfigureAwait(false);
        // Who stops several tasks in an order relies on it: a model that is told of the next has been told of this one.
        await _outbox.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Ends when all that it wrote is kept: whoever has it next reads it.</summary>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="JarvisException">As of <see cref="IStateStore.FlushAsync"/>.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _services.State.FlushAsync(Key(_id), TimeSpan.Zero, cancellationToken);

    /// <summary>Lets go of what it held. What is kept stays.</summary>
    public void Dispose() => _ended.Dispose();

    internal static StateKey Key(TaskId id) => new("task", id.ToString());

    private async ValueTask<StateDocument<TaskState>> LoadAsync(CancellationToken cancellationToken) => _document ??=
        await _services.State.OpenAsync<TaskState>(Key(_id), cancellationToken).ConfigureAwait(false);

    private async Task ApplyAsync(TaskMachineInput input)
    {
        var document = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        if (document.Value is not { HasEnded: false } state)
        {
            _turns.Rest();
            return;
        }

        TaskTransition transition;
        try
        {
            transition = _services.Machine.Apply(state, input);
            if (!input.IsKept)
            {
                document.Remember(transition.State);
            }
            else if (!ReferenceEquals(transition.State, state))
            {
                await KeepAsync(document, transition.State).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // What is lost here nobody tells again: the turn would wait for it until its deadline.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBrokenOff(_id.ToString(), exception);
            transition = _services.Machine.Apply(state, new TaskMachineInput.BrokenOff(Error.From(exception)));
            document.Remember(transition.State);
        }

        if (Do(transition) is { } selecting)
        {
            await SelectedAsync(selecting).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Writes the state. Tried again while the store is away for a moment, such as a database that starts again: it is the same write over the same
    /// version each time, so it happens once at most. What the task tells is flushed by its conversation, and this with it.
    /// </summary>
    private async ValueTask KeepAsync(StateDocument<TaskState> document, TaskState state)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                await document.WriteUnflushedAsync(state, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (JarvisException away) when (away is { Code: ErrorCode.StorageFailed, Retryable: true } && pause <= LongestPause)
            {
                await Task.Delay(pause, _services.Time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does what the task wants done.</summary>
    /// <returns>The ranking of models, where that was wanted.</returns>
    private Task<ModelSelection>? Do(TaskTransition transition)
    {
        Task<ModelSelection>? selecting = null;
        var reports = ImmutableArray.CreateBuilder<TaskEvent>();
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case TaskEffect.Report report:
                    reports.Add(report.Event);
                    break;
                case TaskEffect.Select:
                    selecting = SelectAsync(transition.State.Assignment);
                    break;
                case TaskEffect.Enqueue enqueue:
                    Enqueue(enqueue);
                    break;
                case TaskEffect.Retry retry:
                    _turns.PostAfter(retry.Delay, () => ApplyAsync(new TaskMachineInput.RetryDue(retry.Item, retry.Attempt)));
                    break;
                case TaskEffect.CancelAttempt cancel:
                    _outbox.Post(() => _services.Actors.Model(cancel.Model).CancelAsync(cancel.Attempt, CancellationToken.None));
                    break;
                case TaskEffect.Measure measure:
                    Measure(measure);
                    break;
            }
        }

        if (reports.Count > 0)
        {
            Report(reports.DrainToImmutable());
        }

        if (transition.State.HasEnded)
        {
            _ended.Cancel();
            RestWhenSent();
        }

        return selecting;
    }

    private void Report(ImmutableArray<TaskEvent> events) =>
        _outbox.Post(() => Conversation.ReportTaskAsync(_id.Turn.Number, events, CancellationToken.None));

    private void RestWhenSent() => _outbox.Post(() =>
    {
        _turns.Rest();
        return Task.CompletedTask;
    });

    private async Task<ModelSelection> SelectAsync(TaskAssignment assignment)
    {
        try
        {
            return await _services.SelectAsync(assignment, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new ModelSelection([], Error.From(exception));
        }
    }

    /// <summary>Ranking that asks nobody is over already; one that asks somebody far away goes on outside the turn and comes back as one.</summary>
    private async ValueTask SelectedAsync(Task<ModelSelection> selecting)
    {
        if (selecting.IsCompleted)
        {
            await ApplyAsync(new TaskMachineInput.Selected(await selecting.ConfigureAwait(false))).ConfigureAwait(false);
            return;
        }

        _ = PostAsync();

        async Task PostAsync()
        {
            var selection = await selecting.ConfigureAwait(false);
            _turns.Post(() => ApplyAsync(new TaskMachineInput.Selected(selection)));
        }
    }

    private void Enqueue(TaskEffect.Enqueue enqueue)
    {
        var attempt = enqueue.Job.Id;
        _attemptStarts[attempt] = _services.Time.GetTimestamp();
        _services.Measurements.Begin(enqueue.Model);
        _outbox.Post(
            () => _services.Actors.Model(enqueue.Model).EnqueueAsync(enqueue.Job, CancellationToken.None),
            exception => _turns.Post(() => ReportAttemptAsync(new AttemptFailed(attempt, Error.From(exception)), CancellationToken.None)));
    }

    private void Measure(TaskEffect.Measure measure)
    {
        if (_attemptStarts.Remove(measure.Attempt, out var start))
        {
            _services.Measurements.Record(measure.Model, measure.Succeeded, _services.Time.GetElapsedTime(start));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The task {Task} was broken off.")]
    private partial void LogBrokenOff(string task, Exception exception);
}
