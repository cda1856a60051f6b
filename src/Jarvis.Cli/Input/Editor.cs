using System.ComponentModel;
using System.Diagnostics;
using Jarvis.Errors;

namespace Jarvis.Cli.Input;

/// <summary>Lets the user change a text in the editor of his choice, as the environment names it.</summary>
internal static class Editor
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The text as the user left it.</summary>
    /// <exception cref="JarvisException">There is no editor, it failed, or the text has become too long.</exception>
    internal static async Task<string> EditAsync(string text, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var command = (surroundings.Variable("VISUAL") is { Length: > 0 } visual ? visual : surroundings.Variable("EDITOR"))?.Split(
            ' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (command.Length == 0)
        {
            throw Error.InvalidRequest("No editor is named. Set EDITOR, such as: export EDITOR=nano");
        }

        // Nobody else may read it: the folder is the user's alone.
        var folder = Directory.CreateTempSubdirectory("jarvis-");
        try
        {
            var path = Path.Combine(folder.FullName, "plan.json");
            await File.WriteAllTextAsync(path, text, cancellationToken).ConfigureAwait(false);
            if (await surroundings.RunEditor([.. command, path], cancellationToken).ConfigureAwait(false) is not 0 and var code)
            {
                throw Error.InvalidRequest($"The editor ended with {code}; nothing was changed.");
            }

            return new FileInfo(path).Length <= MaxBytes
                ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)
                : throw Error.TooLarge("The edited plan is larger than 1 MiB.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs an editor in this terminal. No shell sees what it is given.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>Its exit code.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            using var editor = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
            await editor.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return editor.ExitCode;
        }
        catch (Win32Exception missing)
        {
            throw Error.InvalidRequest($"The editor '{Rendering.TerminalText.Line(command[0], 80)}' cannot be started: {missing.Message} Set EDITOR to one that can.");
        }
    }
}
