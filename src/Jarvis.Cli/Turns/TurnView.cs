using System.Collections.Immutable;
using System.Text;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Cli.Turns;

/// <summary>A turn as its events tell of it so far. Not thread-safe.</summary>
/// <param name="names">What people call the resources of earlier turns; the turn's own are added.</param>
internal sealed class TurnView(Dictionary<ResourceId, string>? names = null)
{
    private const int MaxDraft = 64 * 1024;

    private readonly List<TaskView> _tasks = [];
    private readonly Dictionary<ResourceId, string> _names = names ?? [];
    private readonly StringBuilder _draft = new();

    internal string? Planner { get; private set; }

    /// <summary>The tasks in the order in which they were planned.</summary>
    internal IReadOnlyList<TaskView> Tasks => _tasks;

    /// <summary>All that was planned, the first time and again; null while the first plan is written.</summary>
    internal PlanFinished? Plan { get; private set; }

    /// <summary>Whether it is being planned again what failed tasks were needed for.</summary>
    internal bool IsReplanning { get; private set; }

    internal ImmutableArray<Resource> Attachments { get; private set; } = [];

    /// <summary>The addresses that files are being fetched from.</summary>
    internal ImmutableArray<string> Fetching { get; private set; } = [];

    /// <summary>What the turn waits for somebody to approve; null for nothing.</summary>
    internal string? Approval { get; private set; }

    /// <summary>The answer as far as it is written.</summary>
    internal string Draft => _draft.ToString();

    internal Answer? Answer { get; private set; }

    internal TurnUsage? Usage { get; private set; }

    internal TurnStatus Status { get; private set; } = TurnStatus.Open;

    internal JarvisError? Error { get; private set; }

    internal IReadOnlyDictionary<ResourceId, string> Names => _names;

    internal TaskView? Find(int task) => _tasks.Find(view => view.Planned.Id == task);

    /// <summary>What people call a resource.</summary>
    internal string NameOf(ResourceId id) => _names.GetValueOrDefault(id) ?? $"file {id.Value[..8]}";

    /// <summary>
    /// What the turn made and its user is to get: what the answer cites; everything where it cites nothing that was made, as when it failed.
    /// </summary>
    internal ImmutableArray<Resource> Made()
    {
        var brought = Attachments.Select(resource => resource.Id).ToHashSet();
        ImmutableArray<Resource> cited = [.. (Answer?.Resources ?? []).Where(resource => !brought.Contains(resource.Id))];
        var made = cited.IsEmpty ? _tasks.SelectMany(task => task.Made).Where(resource => !brought.Contains(resource.Id)) : cited;
        return [.. made.DistinctBy(resource => resource.Id)];
    }

    internal void Apply(ConversationEvent happened)
    {
        switch (happened)
        {
            case TurnAccepted accepted:
                Attachments = accepted.Attachments;
                Name(accepted.Attachments);
                break;
            case FetchStarted started:
                Fetching = Fetching.Add(started.Address);
                break;
            case FetchFinished fetched:
                Fetching = Fetching.Remove(fetched.Address);
                if (fetched.Resource is { } resource)
                {
                    Attachments = Attachments.Add(resource);
                    Name([resource]);
                }

                break;
            case PlanStarted { IsReplan: true }:
                IsReplanning = true;
                break;
            case PlanStarted started:
                Planner = started.Planner;
                break;
            case TaskPlanned planned when Find(planned.Task) is null:
                _tasks.Add(new TaskView(planned.Planned));
                break;
            case TaskEvent task:
                Find(task.Task)?.Apply(task);
                Name(task is TaskSucceeded succeeded ? [.. succeeded.Result.Outputs.Values.SelectMany(made => made)] : []);
                break;
            case PlanEdited edited:
                Edit(edited);
                break;
            case PlanFinished { IsReplan: true } again when Plan is { } first:
                IsReplanning = false;
                Plan = new PlanFinished(first.Tasks + again.Tasks, [.. first.Dropped, .. again.Dropped], [.. first.Notes, .. again.Notes]);
                break;
            case PlanFinished finished:
                Plan = finished;
                break;
            case ApprovalAsked asked:
                Approval = asked.Reason;
                break;
            case ApprovalDecided:
                Approval = null;
                break;
            case TurnReopened:
                (Status, Error, Answer) = (TurnStatus.Open, null, null);
                _draft.Clear();
                break;
            case AnswerDelta delta when _draft.Length < MaxDraft:
                _draft.Append(delta.Text);
                break;
            case TurnResumed:
                _draft.Clear();
                break;
            case AnswerFinished finished:
                Answer = finished.Answer;
                break;
            case UsageReported usage:
                Usage = usage.Usage;
                break;
            case TurnFinished finished:
                (IsReplanning, Approval, Fetching) = (false, null, []);
                (Status, Error) = (finished.Status, finished.Error);
                _tasks.ForEach(task => task.Stop());
                break;
        }
    }

    private void Edit(PlanEdited edited)
    {
        _tasks.RemoveAll(task => edited.Removed.Contains(task.Planned.Id));
        foreach (var task in edited.Tasks)
        {
            var at = _tasks.FindIndex(view => view.Planned.Id == task.Id);
            if (at < 0)
            {
                _tasks.Add(new TaskView(task));
            }
            else
            {
                _tasks[at] = new TaskView(task);
            }
        }
    }

    private void Name(ImmutableArray<Resource> resources)
    {
        foreach (var resource in resources)
        {
            _names.TryAdd(resource.Id, resource.Name);
        }
    }
}
