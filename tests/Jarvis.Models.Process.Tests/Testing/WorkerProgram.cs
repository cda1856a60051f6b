using Jarvis.Models.Process.Isolation;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>The program whose processes break as they are told.</summary>
internal static class WorkerProgram
{
    /// <summary>Its file.</summary>
    public const string File = "Jarvis.Models.Process.Worker.dll";

    /// <summary>Has isolated models started as it.</summary>
    /// <param name="options">The options to fill.</param>
    /// <param name="arguments">What it is told.</param>
    public static void Configure(ModelIsolationOptions options, params ReadOnlySpan<string> arguments)
    {
        options.Program = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
        options.Arguments = ["exec", Path.Combine(AppContext.BaseDirectory, File), .. arguments];
    }

    /// <summary>Its processes. Those that are in <see cref="Isolation.WorkerCollection"/> alone start any, one test at a time.</summary>
    public static IEnumerable<Child> Running() => Child.GetProcesses().Where(process => CommandOf(process).Contains(File, StringComparison.Ordinal));

    private static string CommandOf(Child process)
    {
        try
        {
            return System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
