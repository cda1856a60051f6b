using Spectre.Console;

namespace Jarvis.Cli.Rendering;

/// <summary>Makes the Spectre console of a terminal. Apart, so that its assembly is only loaded where there is a terminal.</summary>
internal static class Terminal
{
    internal static IAnsiConsole Console(Surroundings surroundings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(surroundings.Output),
        });
        console.Profile.Capabilities.Unicode = true;
        if (surroundings.Width is { } width)
        {
            console.Profile.Width = width;
        }

        return console;
    }
}
