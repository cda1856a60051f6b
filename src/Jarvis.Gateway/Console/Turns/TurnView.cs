using System.Collections.Immutable;
using System.Text;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>A turn as its events tell of it so far. Not thread-safe.</summary>
/// <param name="number">Its number.</param>
public sealed class TurnView(int number)
{
    private const int MaxDraft = 256 * 1024;

    private readonly List<TaskView> _tasks = [];
    private readonly StringBuilder _draft = new();

    internal int Number { get; } = number;

    internal string Request { get; private set; } = "";

    internal DateTimeOffset AcceptedAt { get; private set; }

    internal DateTimeOffset? PlanStartedAt { get; private set; }

    internal DateTimeOffset? PlanFinishedAt { get; private set; }

    internal DateTimeOffset? AnswerStartedAt { get; private set; }

    internal DateTimeOffset? EndedAt { get; private set; }

    internal string? Planner { get; private set; }

    /// <summary>The tasks in the order in which they were planned.</summary>
    internal IReadOnlyList<TaskView> Tasks => _tasks;

    /// <summary>What was asked and not planned.</summary>
    internal ImmutableArray<PartDropped> Dropped { get; private set; } = [];

    /// <summary>What the planner noted.</summary>
    internal ImmutableArray<string> Notes { get; private set; } = [];

    internal ImmutableArray<Resource> Attachments { get; private set; } = [];

    /// <summary>The addresses that files are being fetched from.</summary>
    internal ImmutableArray<string> Fetching { get; private set; } = [];

    /// <summary>What the turn waits for somebody to approve; null for nothing.</summary>
    internal ApprovalAsked? Approval { get; private set; }

    /// <summary>The answer as far as it is known.</summary>
    internal string Text => Answer?.Text ?? _draft.ToString();

    internal Answer? Answer { get; private set; }

    internal TurnUsage? Usage { get; private set; }

    internal TurnStatus Status { get; private set; } = TurnStatus.Open;

    internal JarvisError? Error { get; private set; }

    internal bool IsOpen => Status == TurnStatus.Open;

    /// <summary>Changes with everything that changes the answer's text.</summary>
    internal int TextVersion { get; private set; }

    /// <summary>Changes with the tasks that there are and what they need.</summary>
    internal int PlanVersion { get; private set; }

    /// <summary>Changes with everything.</summary>
    internal int Revision { get; private set; }

    internal TaskView? Find(int task) => _tasks.Find(view => view.Id == task);

    /// <summary>Where the turn is, in words.</summary>
    internal string Stage => this switch
    {
        { Status: TurnStatus.Answered } when _tasks.Count(task => task.Phase == StepState.Failed) is > 0 and var failed => $"Answered, {Wording.Count(failed, "task")} failed",
        { Status: TurnStatus.Answered } => "Answered",
        { Status: TurnStatus.Failed } => "Failed",
        { Status: TurnStatus.Cancelled } => "Stopped",
        { Approval: not null } => "Waits for you",
        { AnswerStartedAt: not null } => "Answering",
        { Fetching: { IsEmpty: false } fetching } => $"Fetching {fetching[0]}",
        { PlanStartedAt: null } => "Accepted",
        { PlanFinishedAt: null } => "Planning",
        _ when _tasks.Exists(task => !task.HasEnded) => $"Running, {_tasks.Count(task => task.HasEnded)} of {_tasks.Count} done",
        _ => "Answering",
    };

    /// <summary>What the turn brought and made, each once.</summary>
    internal IEnumerable<Resource> Resources => Attachments.Concat(_tasks.SelectMany(task => task.Made)).DistinctBy(resource => resource.Id);

    /// <summary>Whether a resource is the turn's, so that its answer may lead to it.</summary>
    internal bool Has(ResourceId id) => Answer?.Resources.Any(resource => resource.Id == id) == true || Resources.Any(resource => resource.Id == id);

    /// <returns>What people who do not see it should be told; null for nothing.</returns>
    internal string? Apply(ConversationEvent happened)
    {
        Revision++;
        switch (happened)
        {
            case TurnAccepted accepted:
                (Request, Attachments, AcceptedAt) = (accepted.Request, accepted.Attachments, accepted.At);
                return "Request accepted.";
            case FetchStarted started:
                Fetching = Fetching.Add(started.Address);
                break;
            case FetchFinished fetched:
                Fetching = Fetching.Remove(fetched.Address);
                Attachments = fetched.Resource is { } resource ? Attachments.Add(resource) : Attachments;
                Notes = fetched.Error is { } error ? Notes.Add($"{fetched.Address}: {error.Message}") : Notes;
                break;
            case PlanStarted started:
                Planner ??= started.Planner;
                PlanStartedAt ??= started.At;
                return started.IsReplan ? "Planning again what failed." : "Planning.";
            case TaskPlanned planned when Find(planned.Task) is null:
                _tasks.Add(new TaskView(planned.Planned, planned.At));
                PlanVersion++;
                break;
            case TaskEvent task:
                Find(task.Task)?.Apply(task);
                return Announce(task);
            case PlanEdited edited:
                Edit(edited);
                break;
            case PlanFinished finished:
                PlanFinishedAt ??= finished.At;
                (Dropped, Notes) = (Dropped.AddRange(finished.Dropped), Notes.AddRange(finished.Notes));
                return $"Plan finished with {Wording.Count(_tasks.Count, "task")}.";
            case ApprovalAsked asked:
                Approval = asked;
                foreach (var approval in asked.Tasks)
                {
                    Find(approval.Task)?.Ask(approval, asked.At);
                }

                return "The plan waits for your approval.";
            case ApprovalDecided decided:
                Decide(decided);
                break;
            default:
                return ApplyEnd(happened);
        }

        return null;
    }

    private string? ApplyEnd(ConversationEvent happened)
    {
        switch (happened)
        {
            case TurnReopened:
                (Status, Error, Answer, EndedAt, AnswerStartedAt) = (TurnStatus.Open, null, null, null, null);
                Redraft();
                return "The turn goes on.";
            case TurnResumed:
                AnswerStartedAt = null;
                Redraft();
                break;
            case AnswerDelta delta when _draft.Length < MaxDraft:
                AnswerStartedAt ??= delta.At;
                _draft.Append(delta.Text);
                TextVersion++;
                break;
            case AnswerFinished finished:
                AnswerStartedAt ??= finished.At;
                Answer = finished.Answer;
                TextVersion++;
                break;
            case UsageReported usage:
                Usage = usage.Usage;
                break;
            case TurnFinished finished:
                (Status, Error, EndedAt, Approval, Fetching) = (finished.Status, finished.Error, finished.At, null, []);
                _tasks.ForEach(task => task.Stop(finished.At));
                return $"{Stage}.";
        }

        return null;
    }

    private void Redraft()
    {
        _draft.Clear();
        TextVersion++;
    }

    private static string? Announce(TaskEvent task) => task switch
    {
        TaskStarted started => $"Task {started.Task} runs on {started.Model}.",
        TaskSucceeded => $"Task {task.Task} is done.",
        TaskFailed failed => $"Task {task.Task} failed: {failed.Error.Message}",
        TaskSkipped => $"Task {task.Task} is skipped.",
        TaskWaiting => $"Task {task.Task} is tried again soon.",
        _ => null,
    };

    private void Decide(ApprovalDecided decided)
    {
        foreach (var task in decided.Tasks)
        {
            Find(task)?.Decide(decided.Approved, decided.At);
        }

        if (Approval is { } asked)
        {
            var left = asked.Tasks.RemoveAll(approval => decided.Tasks.Contains(approval.Task));
            Approval = left.IsEmpty ? null : asked with { Tasks = left };
        }
    }

    private void Edit(PlanEdited edited)
    {
        PlanVersion++;
        // What was asked was asked about the plan before; whatever still has to be approved is asked about anew right after.
        Approval = null;
        _tasks.RemoveAll(task => edited.Removed.Contains(task.Id));
        foreach (var task in edited.Tasks)
        {
            var at = _tasks.FindIndex(view => view.Id == task.Id);
            if (at < 0)
            {
                _tasks.Add(new TaskView(task, edited.At));
            }
            else
            {
                _tasks[at] = new TaskView(task, _tasks[at].PlannedAt);
            }
        }
    }
}
