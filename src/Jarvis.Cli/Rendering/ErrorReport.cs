using Jarvis.Errors;

namespace Jarvis.Cli.Rendering;

/// <summary>Tells what went wrong outside of a turn's events: a sentence to stderr and, where events are JSON, a line of it.</summary>
internal static class ErrorReport
{
    private const int MaxLength = 2000;

    internal static async Task WriteAsync(Surroundings surroundings, JarvisError error, bool json)
    {
        if (json)
        {
            await surroundings.Output.WriteLineAsync(JsonDisplay.Failed(error)).ConfigureAwait(false);
        }

        await surroundings.Error.WriteLineAsync($"jarvis: {TerminalText.Line(error.Message, MaxLength)}").ConfigureAwait(false);
    }
}
