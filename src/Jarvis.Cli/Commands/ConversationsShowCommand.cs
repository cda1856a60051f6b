using System.CommandLine;
using System.Text.Json;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations show</c>.</summary>
internal static class ConversationsShowCommand
{
    internal static Command Build(Surroundings surroundings)
    {
        var name = ConversationsCommand.NameArgument();
        var json = CommonOptions.Json("Write the conversation as one line of JSON.");
        var command = new Command("show", $"Shows the newest {ConversationSnapshot.MaxTurns} turns of a conversation, with what they made.") { name, json };
        command.SetAction(async (parsed, _) =>
        {
            var id = new ConversationId(TenantId.Local, parsed.GetRequiredValue(name));
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Look).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                var snapshot = await host.Jarvis.GetAsync(id, surroundings.Interruption.Stop).ConfigureAwait(false);
                if (snapshot.Turns.IsEmpty)
                {
                    throw Error.NotFound($"There is no conversation '{id.Name}'; jarvis conversations list names those that there are.");
                }

                if (parsed.GetValue(json))
                {
                    await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(snapshot, JarvisJsonContext.Default.ConversationSnapshot)).ConfigureAwait(false);
                    return ExitCode.Answered;
                }

                foreach (var line in snapshot.Turns.SelectMany(Lines))
                {
                    await surroundings.Output.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            return ExitCode.Answered;
        });
        return command;
    }

    private static IEnumerable<string> Lines(TurnSummary turn)
    {
        yield return $"#{turn.Number} {Word(turn.Status)}: {TerminalText.Line(turn.Request, maxLength: 2000)}";
        foreach (var line in (turn.Answer is { } answer ? TerminalText.Block(answer.Text) : "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return $"    {line}";
        }

        foreach (var resource in turn.Resources)
        {
            yield return $"    {(resource.Lineage is null ? "brought" : "made")}: {Wording.Describe(resource)}";
        }
    }

    private static string Word(TurnStatus status) => status switch
    {
        TurnStatus.Open => "open",
        TurnStatus.Answered => "answered",
        TurnStatus.Cancelled => "cancelled",
        _ => "failed",
    };
}
