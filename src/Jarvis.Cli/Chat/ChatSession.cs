using System.Collections.Immutable;
using Jarvis.Cli.Commands;
using Jarvis.Cli.Files;
using Jarvis.Cli.Input;
using Jarvis.Cli.Rendering;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Errors;

namespace Jarvis.Cli.Chat;

/// <summary>Reads lines and asks them, until the user ends it.</summary>
/// <param name="jarvis">Who is asked.</param>
/// <param name="asker">Asks.</param>
/// <param name="surroundings">Where it is shown.</param>
/// <param name="lines">What the user types.</param>
/// <param name="terms">What holds for each request, whatever it says.</param>
/// <param name="attached">The files that go with the first request.</param>
/// <param name="json">Whether what goes on is written as JSON.</param>
internal sealed class ChatSession(
    IJarvis jarvis,
    Asker asker,
    Surroundings surroundings,
    LineReader lines,
    TurnRequest terms,
    ImmutableArray<AttachedFile> attached,
    bool json = false)
{
    private const string Help =
        """
        Write what you want; later requests may refer to what earlier ones made.
          /file PATH   attach a file to the next request, by its path or https address
          /models      list the models
          /help        say this
          /quit        end, as Ctrl-D does
        """;

    private readonly bool _interactive = surroundings.InputIsTerminal && surroundings.OutputIsTerminal && !json;
    private ImmutableArray<AttachedFile> _attached = attached;
    private bool _asked;

    /// <summary>Runs until the end of the input or <c>/quit</c>.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="OperationCanceledException">The user interrupted and no turn was running.</exception>
    internal async Task<int> RunAsync()
    {
        if (_interactive)
        {
            await surroundings.Output.WriteLineAsync("Write what you want. /help says what else there is; Ctrl-D ends.").ConfigureAwait(false);
        }

        while (await NextAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (line is "/quit" or "/exit")
            {
                break;
            }

            await HandleAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Answered;
    }

    private async Task<string?> NextAsync()
    {
        if (_interactive)
        {
            await surroundings.Output.WriteAsync("\n> ").ConfigureAwait(false);
        }

        var line = await lines.ReadAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
        if (line is null && _interactive)
        {
            await surroundings.Output.WriteLineAsync().ConfigureAwait(false);
        }

        if (line?.Trim() is { Length: > 0 } asked && !_interactive && !json)
        {
            await surroundings.Output.WriteLineAsync($"{(_asked ? "\n" : "")}> {TerminalText.Line(asked)}").ConfigureAwait(false);
            _asked = true;
        }

        return line?.Trim();
    }

    /// <summary>Does what a line says. What goes wrong is told, and the chat goes on.</summary>
    private async Task HandleAsync(string line)
    {
        try
        {
            await (line[0] == '/' ? ObeyAsync(line) : AskAsync(line)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_interactive && surroundings.Interruption.ExitCode == ExitCode.Interrupted)
        {
            surroundings.Interruption.Forget();
            await surroundings.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not (OperationCanceledException or IOException))
        {
            await ErrorReport.WriteAsync(surroundings, Error.From(failed), json).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(string line)
    {
        var files = _attached;
        _attached = [];
        await asker.AskAsync(terms with { Text = RequestText.Check(line) }, files).ConfigureAwait(false);
    }

    private async Task ObeyAsync(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (command, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (command)
        {
            case "/file" when rest.Length > 0:
                await AttachAsync(rest.Length > 1 && rest[0] == '"' && rest[^1] == '"' ? rest[1..^1] : rest).ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync(json ? JsonDisplay.Attached(_attached.Length)
                    : _attached.Length == 1
                    ? "Attached; it goes with the next request."
                    : $"Attached; {_attached.Length} files go with the next request.").ConfigureAwait(false);
                break;
            case "/file":
                throw Error.InvalidRequest("Give the path of a file: /file receipt.png");
            case "/help" or "/models" when json:
                throw Error.InvalidRequest($"With {CommonOptions.JsonName} there is no {command}; `jarvis models --json` lists the models.");
            case "/help":
                await surroundings.Output.WriteLineAsync(Help).ConfigureAwait(false);
                break;
            case "/models":
                var models = await jarvis.ListModelsAsync(surroundings.Interruption.Stop).ConfigureAwait(false);
                await ModelTable.WriteAsync(models, surroundings).ConfigureAwait(false);
                break;
            default:
                throw Error.InvalidRequest($"There is no {TerminalText.Line(command, maxLength: 40)}. See /help.");
        }
    }

    private async Task AttachAsync(string path) =>
        _attached = await Attachments.CheckAsync([.. _attached.Select(file => file.Given), path], surroundings).ConfigureAwait(false);
}
