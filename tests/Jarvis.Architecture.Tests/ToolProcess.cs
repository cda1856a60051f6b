using System.Diagnostics;

namespace Jarvis.Architecture.Tests;

/// <summary>A program that builds something, or was built, beside the test run.</summary>
internal static class ToolProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="start">What to run, where. What the test run around this one says to its MSBuild is not for this one's, and is left out.</param>
    /// <param name="patience">How long it may take; then it is ended.</param>
    internal static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, TimeSpan patience)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(patience);
        using var end = late.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output + await errors);
    }
}
