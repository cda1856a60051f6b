using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>A task as its events tell of it so far. Not thread-safe.</summary>
/// <param name="planned">The task.</param>
/// <param name="plannedAt">When it was planned.</param>
public sealed class TaskView(PlannedTask planned, DateTimeOffset plannedAt)
{
    /// <summary>The newest lines of the log that are kept.</summary>
    internal const int MaxNotes = 200;

    /// <summary>The newest attempts that are kept.</summary>
    internal const int MaxAttempts = 64;

    private readonly List<TaskAttempt> _attempts = [];
    private readonly Queue<TaskNote> _log = [];

    internal PlannedTask Planned { get; } = planned;

    internal int Id => Planned.Id;

    internal DateTimeOffset PlannedAt { get; } = plannedAt;

    internal StepState Phase { get; private set; }

    internal ModelChosen? Choice { get; private set; }

    /// <summary>What it waits for, while it does.</summary>
    internal string? Wait { get; private set; }

    /// <summary>How much is done, from 0 to 1; null where it does not say.</summary>
    internal double? Fraction { get; private set; }

    /// <summary>Its attempts, of all its runs.</summary>
    internal IReadOnlyList<TaskAttempt> Attempts => _attempts;

    internal IReadOnlyCollection<TaskNote> Log => _log;

    /// <summary>Since when it waits for an attempt to begin; null while it does not.</summary>
    internal DateTimeOffset? QueuedAt { get; private set; }

    /// <summary>When the first attempt of its newest run began; null before.</summary>
    internal DateTimeOffset? StartedAt { get; private set; }

    internal DateTimeOffset? EndedAt { get; private set; }

    internal TaskResult? Result { get; private set; }

    internal JarvisError? Error { get; private set; }

    internal bool HasEnded => Phase is StepState.Done or StepState.Failed or StepState.Skipped or StepState.Stopped;

    /// <summary>The resources that it gave, port by port, the main one first.</summary>
    internal ImmutableArray<Resource> Made
    {
        get
        {
            var ports = TaskTypeCatalog.Default.Find(Planned.Type)?.Outputs.Select(port => port.Name).ToList() ?? [];
            return
            [
                .. (Result?.Outputs ?? ImmutableDictionary<string, ImmutableArray<Resource>>.Empty)
                    .OrderBy(port => (uint)ports.IndexOf(port.Key))
                    .ThenBy(port => port.Key, StringComparer.Ordinal)
                    .SelectMany(port => port.Value),
            ];
        }
    }

    /// <summary>How long it has taken since its first attempt began; null before.</summary>
    internal TimeSpan? Took(DateTimeOffset now) => (EndedAt ?? now) - StartedAt;

    /// <summary>Somebody is asked about it.</summary>
    internal void Ask(TaskApproval approval, DateTimeOffset at)
    {
        Phase = StepState.Asking;
        Wait = approval.Reason;
        Note(at, $"Waits for approval: {approval.Reason}");
    }

    /// <summary>Somebody decided about it.</summary>
    internal void Decide(bool approved, DateTimeOffset at)
    {
        (Phase, Wait) = (StepState.Planned, null);
        Note(at, approved ? "Approved" : "Rejected");
    }

    /// <summary>The turn is over: what is not at its end stays where it is.</summary>
    internal void Stop(DateTimeOffset at)
    {
        if (!HasEnded)
        {
            End(StepState.Stopped, at, "Stopped");
        }
    }

    internal void Apply(TaskEvent happened)
    {
        var at = happened.At;
        switch (happened)
        {
            case ModelChosen chosen:
                (Choice, Phase) = (chosen, StepState.Queued);
                QueuedAt ??= at;
                Note(at, $"Model {chosen.Model} chosen: {chosen.Reason}");
                break;
            case TaskWaiting waiting:
                EndAttempt(at, StepState.Retrying);
                (Wait, Phase, QueuedAt) = (waiting.Reason, StepState.Retrying, at);
                Note(at, $"Waits {Wording.Duration(waiting.Delay)}: {waiting.Reason}");
                break;
            case TaskStarted started:
                EndAttempt(at, StepState.Retrying);
                (Wait, Fraction, Phase) = (null, null, StepState.Running);
                Begin(new TaskAttempt(started.Attempt, started.Model, at) { Queued = QueuedAt });
                (QueuedAt, StartedAt) = (null, StartedAt ?? at);
                Note(at, $"Attempt {started.Attempt} began on {started.Model}");
                break;
            case TaskProgress progress:
                Fraction = Math.Clamp(progress.Fraction, 0, 1);
                break;
            case TaskSucceeded succeeded:
                Result = succeeded.Result;
                End(StepState.Done, at, succeeded.Result.Cached ? "Done, by what the same gave before" : "Done");
                break;
            case TaskRetried:
                (Phase, Error, Result, Fraction, StartedAt, EndedAt, QueuedAt, Wait) = (StepState.Planned, null, null, null, null, null, null, null);
                Note(at, "Is run again");
                break;
            case TaskFailed failed:
                Error = failed.Error;
                End(failed.Error.Code == ErrorCode.Cancelled ? StepState.Stopped : StepState.Failed, at, $"Failed: {failed.Error.Message}");
                break;
            case TaskSkipped skipped:
                Error = skipped.Error;
                End(StepState.Skipped, at, $"Skipped: {skipped.Error.Message}");
                break;
        }
    }

    private void Begin(TaskAttempt attempt)
    {
        if (_attempts.Count == MaxAttempts)
        {
            _attempts.RemoveAt(0);
        }

        _attempts.Add(attempt);
    }

    private void End(StepState phase, DateTimeOffset at, string note)
    {
        EndAttempt(at, phase);
        (Phase, EndedAt, Wait) = (phase, at, null);
        Note(at, note);
    }

    private void EndAttempt(DateTimeOffset at, StepState outcome)
    {
        if (_attempts is [.., { End: null } last])
        {
            _attempts[^1] = last with { End = at, Outcome = outcome };
        }
    }

    private void Note(DateTimeOffset at, string text)
    {
        if (_log.Count == MaxNotes)
        {
            _log.Dequeue();
        }

        _log.Enqueue(new(at, text));
    }
}
