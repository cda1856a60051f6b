using System.Diagnostics;
using System.Globalization;

namespace Jarvis.Benchmarks.Cli;

/// <summary>The memory of a process and of those that it started, as Linux tells it (proc(5)).</summary>
internal static class ProcessTree
{
    /// <summary>Samples until the process has ended.</summary>
    /// <returns>The largest sum of resident memory seen, in bytes.</returns>
    public static async Task<long> SampleAsync(Process root, TimeSpan every)
    {
        var peak = 0L;
        while (!root.HasExited)
        {
            peak = Math.Max(peak, Tree(root.Id).Sum(Resident));
            await Task.Delay(every);
        }

        return peak;
    }

    private static IEnumerable<int> Tree(int process) =>
        Children(process).SelectMany(Tree).Prepend(process);

    private static int[] Children(int process)
    {
        try
        {
            return
            [
                .. Directory.GetDirectories($"/proc/{process}/task")
                    .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The proportional set size: what processes share, such as a fork before its exec, is counted once.</summary>
    private static long Resident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
