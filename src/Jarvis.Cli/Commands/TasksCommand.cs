using System.CommandLine;
using Jarvis.Cli.Files;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis tasks</c>: one task of a turn, cancelled or run again.</summary>
internal static class TasksCommand
{
    internal const string Name = "tasks";
    internal const string CancelName = "cancel";
    internal const string RetryName = "retry";

    internal const string More =
        """
        Examples:
          jarvis tasks retry cli-20260102-030405-1a2b3c4d/1 2
          jarvis tasks cancel holiday/3 0

        TURN is the conversation's name, '/' and the turn's number, both as `jarvis conversations` shows them; TASK is the number
        after '#' in the plan.
          retry   runs a task again that failed or was cancelled, with what was skipped because of it. What succeeded is used as
                  it is. A turn that has ended is opened again and answered anew.
          cancel  stops a task; what needs its result is skipped, and the turn is answered from the rest.

        Exit codes:
          0 done, answered   1 failed   2 bad usage   129 hung up   130 interrupted   141 output closed   143 terminated
        """;

    internal static Command Build(Surroundings surroundings) => new(Name, "Cancels or retries one task of a turn.")
    {
        Retry(surroundings),
        Cancel(surroundings),
    };

    private static Command Cancel(Surroundings surroundings)
    {
        var (turn, task) = Arguments();
        var command = new Command(CancelName, "Stops a task and lets its turn go on without it.") { turn, task };
        command.SetAction(async (parsed, _) =>
        {
            var (id, number) = (Turn(parsed.GetRequiredValue(turn)), Number(parsed.GetRequiredValue(task)));
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Work).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                await host.Jarvis.CommandAsync(id, new CancelTask(number), surroundings.Interruption.Stop).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync($"Task {number} does not run any more.").ConfigureAwait(false);
                var snapshot = await host.Jarvis.GetAsync(id.Conversation, surroundings.Interruption.Stop).ConfigureAwait(false);
                if (snapshot.Turns.Any(known => known.Number == id.Number && known.Status == TurnStatus.Open))
                {
                    await surroundings.Output.WriteLineAsync(
                        $"Its turn is open; to go on with it, write: jarvis conversations resume {id.Conversation.Name}").ConfigureAwait(false);
                }
            }

            return ExitCode.Answered;
        });
        return command;
    }

    private static Command Retry(Surroundings surroundings)
    {
        var (turn, task) = Arguments();
        var folder = CommonOptions.Out($"Where to save what is made. [default: {ResultFolder.Default}; with --json: nothing is saved]");
        var json = new Option<bool>(CommonOptions.JsonName) { Description = "Write events as JSON, one a line." };
        var command = new Command(RetryName, "Runs a failed task again, and shows its turn to the end.") { turn, task, folder, json };
        command.SetAction(async (parsed, _) =>
        {
            var (id, number) = (Turn(parsed.GetRequiredValue(turn)), Number(parsed.GetRequiredValue(task)));
            var results = parsed.GetValue(json) && parsed.GetValue(folder) is null
                ? null
                : CommonOptions.Results(parsed.GetValue(folder), surroundings);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Work).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                using var lines = new LineReader(surroundings.Input, RequestText.MaxBytes);
                var asker = new Asker(host.Jarvis, surroundings, results, parsed.GetValue(json), new Approver(host.Jarvis, surroundings, lines));
                return await asker.RetryAsync(id, number).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static (Argument<string> Turn, Argument<string> Task) Arguments() => (
        new Argument<string>("turn") { Description = "The turn: CONVERSATION/NUMBER.", HelpName = "TURN" },
        new Argument<string>("task") { Description = "The task's number in the plan.", HelpName = "TASK" });

    private static TurnId Turn(string text) =>
        TurnId.TryParse($"{TenantId.Local}/{text}", null, out var local) ? local
        : TurnId.TryParse(text, null, out var whole) ? whole
        : throw Error.InvalidRequest(
            $"'{Rendering.TerminalText.Line(text, 80)}' is no turn; write the conversation's name, '/' and the turn's number, such as holiday/3.");

    private static int Number(string text) =>
        int.TryParse(text.TrimStart('#'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error.InvalidRequest($"'{Rendering.TerminalText.Line(text, 40)}' is no task; write its number in the plan, such as 2.");
}
