using Jarvis.Cli.Turns;

namespace Jarvis.Cli.Rendering;

/// <summary>Writes what a turn came to: its answer and the paths of what it made.</summary>
internal static class ResultText
{
    internal static async Task WriteAsync(TextWriter output, TurnEnd end)
    {
        if (end.Turn.Answer is { } answer)
        {
            await output.WriteLineAsync().ConfigureAwait(false);
            await output.WriteLineAsync(AnswerText.Render(answer.Text, end.Paths)).ConfigureAwait(false);
        }

        await WriteFilesAsync(output, end).ConfigureAwait(false);
    }

    /// <summary>One path a line, so that it can be copied whole.</summary>
    internal static async Task WriteFilesAsync(TextWriter output, TurnEnd end)
    {
        if (end.Saved.IsEmpty)
        {
            return;
        }

        await output.WriteLineAsync().ConfigureAwait(false);
        await output.WriteLineAsync("Saved:").ConfigureAwait(false);
        foreach (var file in end.Saved)
        {
            var size = Wording.Size(file.Resource.Length);
            await output.WriteLineAsync($"  {TerminalText.Line(file.Path, maxLength: 4096)}  ({TerminalText.Line(file.Resource.MediaType)}, {size})")
                .ConfigureAwait(false);
        }
    }
}
