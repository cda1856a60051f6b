using System.Globalization;
using Jarvis.Cli.Input;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Cli.Turns;

/// <summary>Shows a plan that waits for approval and asks the user what to do with it.</summary>
/// <param name="jarvis">Who is told.</param>
/// <param name="surroundings">Where the user is.</param>
/// <param name="lines">What the user types.</param>
internal sealed class Approver(IJarvis jarvis, Surroundings surroundings, LineReader lines)
{
    private const string Question = "Run it? [y]es, [n]o, [e]dit: ";

    /// <summary>Asks until there is a decision, or none is wanted any more.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>: there is nobody to ask.</exception>
    internal async Task DecideAsync(TurnId turn, TurnView view, ApprovalAsked asked)
    {
        try
        {
            if (!await IsPendingAsync(turn, asked).ConfigureAwait(false))
            {
                return;
            }

            if (!surroundings.InputIsTerminal)
            {
                // It is not for a script to say no: the turn stays open for somebody who can be asked.
                throw Error.InvalidRequest(
                    $"{TerminalText.Line(asked.Reason)} Somebody has to approve it; run on a terminal: jarvis conversations resume {turn.Conversation.Name}");
            }

            await ShowAsync(view, asked).ConfigureAwait(false);
            string? edited = null;
            while (await CommandAsync(view, asked, edited).ConfigureAwait(false) is var (command, text) && !await SendAsync(turn, command).ConfigureAwait(false))
            {
                edited = text;
            }
        }
        catch (OperationCanceledException) when (surroundings.Interruption.Stop.IsCancellationRequested)
        {
            // Whoever follows the turn cancels it.
        }
    }

    /// <summary>Says that somebody who is not at a terminal cannot be asked.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static void RequireTerminal(Surroundings surroundings, ApprovalPolicy? policy, bool json)
    {
        if (policy is not null && (json || !surroundings.InputIsTerminal || !surroundings.OutputIsTerminal))
        {
            throw Error.InvalidRequest(
                "--approve shows the plan and asks, so it needs a terminal for input and output, and no --json. Leave it out, or run jarvis on a terminal.");
        }
    }

    /// <summary>Whether nobody has decided yet: a turn that is taken up again tells of old questions too.</summary>
    private async Task<bool> IsPendingAsync(TurnId turn, ApprovalAsked asked)
    {
        var snapshot = await jarvis.GetAsync(turn.Conversation, surroundings.Interruption.Stop).ConfigureAwait(false);
        return snapshot.Turns.FirstOrDefault(summary => summary.Number == turn.Number) is not { } known || known.Approval?.Version == asked.Version;
    }

    /// <summary>Sends what was decided. What is wrong with it is told, and may be decided anew; what comes too late is told and left.</summary>
    /// <returns>Whether there is nothing left to decide.</returns>
    private async Task<bool> SendAsync(TurnId turn, TurnCommand command)
    {
        try
        {
            await jarvis.CommandAsync(turn, command, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (JarvisException refused)
        {
            await ErrorReport.WriteAsync(surroundings, refused.ToError(), json: false).ConfigureAwait(false);
            return refused.Code is not (ErrorCode.PlanInvalid or ErrorCode.InvalidRequest or ErrorCode.TooLarge);
        }
    }

    private async Task ShowAsync(TurnView view, ApprovalAsked asked)
    {
        await surroundings.Output.WriteLineAsync("Waits for approval:").ConfigureAwait(false);
        foreach (var approval in asked.Tasks)
        {
            var planned = view.Find(approval.Task)?.Planned ?? new PlannedTask(approval.Task, "");
            var takes = Wording.Takes(planned, view.NameOf);
            await surroundings.Output.WriteLineAsync($"  {Wording.Title(planned)}{(takes.Length == 0 ? "" : $" ({takes})")}{About(approval)}").ConfigureAwait(false);
        }
    }

    private static string About(TaskApproval approval)
    {
        var model = approval.Model is { } likely ? $", likely on {likely.Value}" : "";
        var cost = approval.Cost is { } price and > 0 ? string.Create(CultureInfo.InvariantCulture, $", about ${price:0.####}") : "";
        var effects = approval.SideEffects.IsEmpty ? "" : $", {TerminalText.Line(string.Join(' ', approval.SideEffects))}";
        return model + cost + effects;
    }

    private async Task<(TurnCommand Command, string? Edited)> CommandAsync(TurnView view, ApprovalAsked asked, string? edited)
    {
        while (true)
        {
            switch ((await AskAsync(Question).ConfigureAwait(false))?.ToUpperInvariant())
            {
                case "Y" or "YES":
                    return (new ApproveTasks(asked.Version), null);
                case "N" or "NO":
                    var reason = await AskAsync("Why? (Enter for no reason): ").ConfigureAwait(false);
                    return (new RejectTasks(asked.Version, string.IsNullOrEmpty(reason) ? "The user said no." : reason[..Math.Min(reason.Length, TurnCommand.MaxReason)]), null);
                case "E" or "EDIT" when await EditAsync(view, asked, edited).ConfigureAwait(false) is var (edit, text):
                    edited = text;
                    if (edit is not null)
                    {
                        return (edit, text);
                    }

                    break;
                case null:
                    return (new RejectTasks(asked.Version, "Nobody answered."), null);
            }
        }
    }

    /// <summary>What the user changed; null for nothing, or nothing that can be used. His text is kept to go on from.</summary>
    private async Task<(EditPlan? Edit, string? Text)> EditAsync(TurnView view, ApprovalAsked asked, string? edited)
    {
        var before = view.Tasks.Where(task => task.State == TaskState.Planned).Select(task => task.Planned).ToList();
        try
        {
            edited = await Editor.EditAsync(edited ?? EditedPlan.Write(before), surroundings, surroundings.Interruption.Stop).ConfigureAwait(false);
            var edit = EditedPlan.Compare(asked.Version, before, edited);
            if (edit is null)
            {
                await surroundings.Output.WriteLineAsync("Nothing was changed.").ConfigureAwait(false);
            }

            return (edit, edited);
        }
        catch (JarvisException refused)
        {
            await ErrorReport.WriteAsync(surroundings, refused.ToError(), json: false).ConfigureAwait(false);
            return (null, edited);
        }
    }

    private async Task<string?> AskAsync(string question)
    {
        await surroundings.Output.WriteAsync(question).ConfigureAwait(false);
        var line = await lines.ReadAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
        if (line is null)
        {
            await surroundings.Output.WriteLineAsync().ConfigureAwait(false);
        }

        return line?.Trim();
    }
}
