using System.Text;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Microsoft.Win32.SafeHandles;

namespace Jarvis.Cli;

/// <summary>All that a command sees of the machine that it runs on.</summary>
internal sealed class Surroundings
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal required Stream Input { get; init; }

    internal bool InputIsTerminal { get; init; }

    internal required TextWriter Output { get; init; }

    internal bool OutputIsTerminal { get; init; }

    internal required TextWriter Error { get; init; }

    /// <summary>Environment variables by name; null for one that is not set.</summary>
    internal required Func<string, string?> Variable { get; init; }

    /// <summary>What relative paths are relative to.</summary>
    internal required string Folder { get; init; }

    internal required Interruption Interruption { get; init; }

    internal required Func<HostSettings, CancellationToken, Task<JarvisHost>> StartHost { get; init; }

    /// <summary>Runs the user's editor: the program and its arguments; gives its exit code.</summary>
    internal Func<IReadOnlyList<string>, CancellationToken, Task<int>> RunEditor { get; init; } = Editor.RunAsync;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Columns of the terminal; null to ask it.</summary>
    internal int? Width { get; init; }

    /// <summary>Whether a picture that changes in place may be drawn, in colour (https://no-color.org).</summary>
    internal bool DrawsLive => OutputIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    internal static Surroundings OfThisProcess(Interruption interruption) => new()
    {
        Input = Console.OpenStandardInput(),
        InputIsTerminal = !Console.IsInputRedirected,
        Output = Writer(OpenOutput()),
        OutputIsTerminal = !Console.IsOutputRedirected,
        Error = Writer(Console.OpenStandardError()),
        Variable = Environment.GetEnvironmentVariable,
        Folder = Environment.CurrentDirectory,
        Interruption = interruption,
        StartHost = JarvisHost.StartAsync,
    };

    /// <summary>The full path of one that a user gave.</summary>
    /// <exception cref="ArgumentException">It can be no path.</exception>
    internal string Resolve(string path) => Path.GetFullPath(path, Folder);

    private static TextWriter Writer(Stream stream) => TextWriter.Synchronized(new StreamWriter(stream, Utf8) { AutoFlush = true });

    /// <summary>
    /// The console's own stream swallows a broken pipe, and work would go on for nobody. A plain file stream tells; but it keeps a position
    /// of its own, so a file that stderr may share is left to the console's.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.OpenStandardOutput() : stream;
        }
        catch (Exception closed) when (closed is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.OpenStandardOutput();
        }
    }
}
