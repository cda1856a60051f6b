using System.CommandLine;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations import</c>.</summary>
internal static class ConversationsImportCommand
{
    internal static Command Build(Surroundings surroundings)
    {
        var file = new Argument<string>("file") { Description = "What jarvis conversations export wrote.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = "What to call the conversation; the name that it has by default.", HelpName = "NAME" };
        var command = new Command("import", "Takes in a conversation from a file.") { file, name };
        command.SetAction(async (parsed, _) =>
        {
            var given = parsed.GetRequiredValue(file);
            var archive = Open(ConversationsExportCommand.ArchiveFile.Path(given, surroundings), TerminalText.Line(given));
            await using (archive.ConfigureAwait(false))
            {
                var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Work).ConfigureAwait(false);
                await using (host.ConfigureAwait(false))
                {
                    var (id, turns) = await host.Importer!.ImportAsync(TenantId.Local, archive, parsed.GetValue(name), surroundings.Interruption.Stop).ConfigureAwait(false);
                    await surroundings.Output.WriteLineAsync($"Imported {id.Name} with {(turns == 1 ? "1 turn" : $"{turns} turns")}.").ConfigureAwait(false);
                }
            }

            return ExitCode.Answered;
        });
        return command;
    }

    private static FileStream Open(string path, string shown)
    {
        try
        {
            return File.Exists(path)
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
                : throw Error.NotFound($"There is no file {shown}.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Error.InvalidRequest($"{shown} cannot be read: {refused.Message} Give a file that this user may read.");
        }
    }
}
