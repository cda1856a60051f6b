using Jarvis.Cli.Turns;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Jarvis.Cli.Rendering;

/// <summary>
/// Draws a turn as a tree of its tasks, each under the last task that it takes from. Built of text, never of markup: nothing that a model
/// or file says can be taken for styling.
/// </summary>
internal static class PlanTree
{
    private const int DraftLines = 6;

    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>The turn as it is now.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="now">For how long tasks have been running.</param>
    internal static IRenderable Render(TurnView turn, DateTimeOffset now)
    {
        var tree = new Tree(Head(turn)) { Style = Faint };
        var nodes = new Dictionary<int, (TreeNode Node, int Depth)>();
        foreach (var task in turn.Tasks)
        {
            // Only what was drawn before can be a parent, so that no plan, however wrong, makes a ring.
            var (parent, depth) = task.Planned.Dependencies()
                .Where(nodes.ContainsKey)
                .Select(id => nodes[id])
                .DefaultIfEmpty((Node: null!, Depth: 0))
                .MaxBy(node => node.Depth);
            var label = Label(task, turn, now);
            nodes[task.Planned.Id] = (parent is null ? tree.AddNode(label) : parent.AddNode(label), depth + 1);
        }

        return new Rows([tree, .. Notes(turn)]);
    }

    /// <summary>The last lines of the answer while it is written.</summary>
    internal static IRenderable Draft(string draft)
    {
        var lines = TerminalText.Block(draft).Split('\n');
        return new Text(string.Join('\n', lines.Skip(Math.Max(0, lines.Length - DraftLines))));
    }

    private static Paragraph Head(TurnView turn)
    {
        var head = new Paragraph();
        head.Append(turn.Plan is null ? "Planning" : turn.Plan.Tasks == 1 ? "Plan of 1 task" : $"Plan of {turn.Plan.Tasks} tasks", Strong);
        if (turn.IsReplanning)
        {
            head.Append(", planning again what failed tasks were needed for", Strong);
        }

        return turn.Planner is null ? head : head.Append($" ({TerminalText.Line(turn.Planner)})", Faint);
    }

    private static Paragraph Label(TaskView task, TurnView turn, DateTimeOffset now)
    {
        var (icon, colour) = Look(task.State);
        var label = new Paragraph();
        label.Append($"{icon} ", new Style(colour)).Append(Wording.Title(task.Planned), Strong);
        label.Append($" {Wording.State(task)}{Time(task, now)}", new Style(colour));
        Detail(label, Wording.Takes(task.Planned, turn.NameOf));
        Detail(label, task.Choice is null ? "" : Wording.Choice(task.Choice));
        Detail(label, Wording.Gave(task));
        return label;
    }

    private static void Detail(Paragraph label, string text)
    {
        if (text.Length > 0)
        {
            label.Append($"\n{text}", Faint);
        }
    }

    private static string Time(TaskView task, DateTimeOffset now) => task switch
    {
        { Result: { } result } => $" in {Wording.Duration(result.Duration)}",
        { State: TaskState.Running } => $", {Wording.Duration(now - task.StartedAt)}",
        _ => "",
    };

    private static IEnumerable<IRenderable> Notes(TurnView turn)
    {
        foreach (var address in turn.Fetching)
        {
            yield return new Text($"▶ Fetching {TerminalText.Line(address)}", new Style(Color.Aqua));
        }

        if (turn.Approval is { } approval)
        {
            yield return new Text($"? Waits for approval: {TerminalText.Line(approval)}", new Style(Color.Yellow));
        }

        foreach (var line in turn.Plan is null ? [] : PlainDisplay.PlanLines(turn.Plan).Skip(1))
        {
            yield return new Text($"! {line}", new Style(Color.Yellow));
        }
    }

    private static (string Icon, Color Colour) Look(TaskState state) => state switch
    {
        TaskState.Planned => ("○", Color.Grey),
        TaskState.Queued => ("◔", Color.Blue),
        TaskState.Waiting => ("↻", Color.Yellow),
        TaskState.Running => ("▶", Color.Aqua),
        TaskState.Done => ("✓", Color.Green),
        TaskState.Failed => ("✗", Color.Red),
        TaskState.Stopped => ("■", Color.Yellow),
        _ => ("–", Color.Grey),
    };
}
