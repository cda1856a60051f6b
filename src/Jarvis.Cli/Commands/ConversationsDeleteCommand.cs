using System.CommandLine;
using Jarvis.Cli.Hosting;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations delete</c>.</summary>
internal static class ConversationsDeleteCommand
{
    internal static Command Build(Surroundings surroundings)
    {
        var name = ConversationsCommand.NameArgument();
        var command = new Command("delete", "Deletes a conversation: its turns, tasks and events. It cannot be undone; files that turns made stay.") { name };
        command.SetAction(async (parsed, _) =>
        {
            var id = new ConversationId(TenantId.Local, parsed.GetRequiredValue(name));
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Work).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                await host.Jarvis.DeleteConversationAsync(id, surroundings.Interruption.Stop).ConfigureAwait(false);
            }

            await surroundings.Output.WriteLineAsync($"Deleted {id.Name}.").ConfigureAwait(false);
            return ExitCode.Answered;
        });
        return command;
    }
}
