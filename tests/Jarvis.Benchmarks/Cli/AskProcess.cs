using System.Diagnostics;
using Jarvis.Conformance;

namespace Jarvis.Benchmarks.Cli;

/// <summary>One run of the built command line, from the start of its process.</summary>
/// <param name="FirstEvent">When its first event was there.</param>
/// <param name="Whole">When it had ended.</param>
/// <param name="PeakBytes">The most memory that it and the programs that it started held at once, by samples.</param>
internal sealed record AskProcess(TimeSpan FirstEvent, TimeSpan Whole, long PeakBytes)
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(10);

    public static string Program { get; } = Path.Combine(Checkout.Root, "src", "Jarvis.Cli", "bin", "Release", "net10.0", "jarvis");

    public static async Task<AskProcess> RunAsync(string request, string file)
    {
        var output = Directory.CreateTempSubdirectory("jarvis-bench-").FullName;
        try
        {
            var begin = TimeProvider.System.GetTimestamp();
            var start = new ProcessStartInfo(Program, ["ask", request, "--file", file, "--json", "--out", output]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var peak = ProcessTree.SampleAsync(process, SampleEvery);
            _ = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("jarvis printed no event.");
            var first = TimeProvider.System.GetElapsedTime(begin);
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var whole = TimeProvider.System.GetElapsedTime(begin);
            return process.ExitCode == 0
                ? new AskProcess(first, whole, await peak)
                : throw new InvalidOperationException($"jarvis ended with {process.ExitCode}.");
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
