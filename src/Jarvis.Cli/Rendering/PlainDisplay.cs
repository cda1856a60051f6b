using Jarvis.Cli.Turns;
using Jarvis.Events;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows a turn as lines that are never changed: for pipes, logs, screen readers and plain terminals.</summary>
internal sealed class PlainDisplay(TextWriter output, TurnView turn) : ITurnDisplay
{
    /// <summary>Progress is told at most this many times a task.</summary>
    private const int ProgressSteps = 4;

    private readonly Dictionary<int, int> _progressTold = [];

    public async ValueTask ShowAsync(ConversationEvent happened)
    {
        turn.Apply(happened);
        foreach (var line in Lines(happened))
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    public async ValueTask FinishAsync(TurnEnd end)
    {
        await ResultText.WriteAsync(output, end).ConfigureAwait(false);
    }

    public ValueTask PauseAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<string> Lines(ConversationEvent happened) => happened switch
    {
        PlanStarted { IsReplan: true } started => [$"Planning again what failed tasks were needed for: {TerminalText.Line(started.Planner)}"],
        PlanStarted started => [$"Planning: {TerminalText.Line(started.Planner)}"],
        FetchStarted fetch => [$"Fetching {TerminalText.Line(fetch.Address)}"],
        FetchFinished { Resource: { } resource } => [$"Fetched {Wording.Describe(resource)}"],
        PlanFinished plan => PlanLines(plan),
        TurnResumed => ["Going on after a break"],
        ApprovalDecided { Approved: true } decided => [$"Approved: {Numbers(decided.Tasks)}"],
        ApprovalDecided decided => [$"Rejected: {Numbers(decided.Tasks)}: {TerminalText.Line(decided.Reason ?? "")}"],
        PlanEdited edited => [$"Plan changed: {Changes(edited)}"],
        TurnReopened => ["Opened again"],
        ApprovalAsked asked => [$"Waits for approval: {TerminalText.Line(asked.Reason)}"],
        TaskEvent task when turn.Find(task.Task) is { } view => TaskLines(task, view),
        TurnFinished when turn.Usage is { } usage => [$"Used: {Wording.Usage(usage)}"],
        _ => [],
    };

    internal static IEnumerable<string> PlanLines(PlanFinished plan)
    {
        yield return plan switch
        {
            { IsReplan: true, Tasks: 0 } => "New plan: there is no other way",
            { IsReplan: true, Tasks: 1 } => "New plan: 1 more task",
            { IsReplan: true } => $"New plan: {plan.Tasks} more tasks",
            { Tasks: 1 } => "Plan: 1 task",
            _ => $"Plan: {plan.Tasks} tasks",
        };
        foreach (var dropped in plan.Dropped)
        {
            yield return $"Not planned: {TerminalText.Line(dropped.Part)}: {TerminalText.Line(dropped.Reason)}";
        }

        foreach (var note in plan.Notes)
        {
            yield return $"Note: {TerminalText.Line(note)}";
        }
    }

    private static string Numbers(IEnumerable<int> tasks) => string.Join(", ", tasks.Select(task => $"#{task}"));

    private static string Changes(PlanEdited edited) => string.Join(
        ", ", edited.Tasks.Select(Wording.Title).Concat(edited.Removed.IsEmpty ? [] : new[] { $"without {Numbers(edited.Removed)}" }));

    private IEnumerable<string> TaskLines(TaskEvent happened, TaskView task)
    {
        var title = Wording.Title(task.Planned);
        switch (happened)
        {
            case TaskPlanned:
                var takes = Wording.Takes(task.Planned, turn.NameOf);
                yield return takes.Length == 0 ? $"{title}: planned" : $"{title}: planned ({takes})";
                break;
            case ModelChosen chosen:
                yield return $"{title}: model {Wording.Choice(chosen)}";
                break;
            case TaskProgress progress when IsNextStep(progress):
                yield return $"{title}: {Wording.State(task)}";
                break;
            case TaskSucceeded succeeded:
                yield return $"{title}: done in {Wording.Duration(succeeded.Result.Duration)}: {Wording.Gave(task)}";
                break;
            case TaskRetried:
                yield return $"{title}: tried again";
                break;
            case TaskWaiting or TaskStarted or TaskFailed or TaskSkipped:
                yield return $"{title}: {Wording.State(task)}";
                break;
        }
    }

    private bool IsNextStep(TaskProgress progress)
    {
        var step = (int)Math.Floor(Math.Clamp(progress.Fraction, 0, 1) * ProgressSteps);
        if (step <= _progressTold.GetValueOrDefault(progress.Task))
        {
            return false;
        }

        _progressTold[progress.Task] = step;
        return true;
    }
}
