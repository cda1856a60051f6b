using System.CommandLine;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis conversations export</c>.</summary>
internal static class ConversationsExportCommand
{
    internal static Command Build(Surroundings surroundings)
    {
        var name = ConversationsCommand.NameArgument();
        var file = CommonOptions.Out("The file to write, which must not be there yet. [default: NAME.jsonl]");
        var command = new Command("export", "Writes a conversation, with its files, into one file.") { name, file };
        command.SetAction(async (parsed, _) =>
        {
            var id = new ConversationId(TenantId.Local, parsed.GetRequiredValue(name));
            var path = ArchiveFile.Path(parsed.GetValue(file) ?? $"{id.Name}.jsonl", surroundings);
            var host = await CommonOptions.StartHostAsync(parsed, surroundings, state: StateUse.Look).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                await ArchiveFile.WriteAsync(
                    path, output => new ConversationExporter(host.Jarvis).WriteAsync(id, output, surroundings.Interruption.Stop)).ConfigureAwait(false);
            }

            await surroundings.Output.WriteLineAsync($"Exported {id.Name} to {TerminalText.Line(path, maxLength: 4096)}.").ConfigureAwait(false);
            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>The file of an archive.</summary>
    internal static class ArchiveFile
    {
        internal static string Path(string given, Surroundings surroundings)
        {
            try
            {
                return surroundings.Resolve(given);
            }
            catch (ArgumentException)
            {
                throw Error.InvalidRequest($"'{TerminalText.Line(given)}' is not a path. Give the path of a file.");
            }
        }

        /// <summary>Writes a new file, whole or not at all.</summary>
        internal static async Task WriteAsync(string path, Func<Stream, Task> write)
        {
            var shown = TerminalText.Line(System.IO.Path.GetFileName(path));
            FileStream output;
            try
            {
                output = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw Error.InvalidRequest($"{shown} is there already. Name another file with --out.");
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw Error.StorageFailed($"{shown} cannot be written: {refused.Message} Name another file with --out.", refused);
            }

            try
            {
                await using (output.ConfigureAwait(false))
                {
                    await write(output).ConfigureAwait(false);
                }
            }
            catch (Exception failed)
            {
                File.Delete(path);
                if (failed is IOException)
                {
                    throw Error.StorageFailed($"{shown} cannot be written: {failed.Message} Free some space, or name another file with --out.", failed);
                }

                throw;
            }
        }
    }
}
