namespace Jarvis.Benchmarks;

/// <summary>The benchmarks of a program: all, or those that are named.</summary>
internal static class BenchmarkRunner
{
    /// <returns>The exit code: 2 for a name that there is not; a goal that was missed is told, and is no failure.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<IBenchmark> benchmarks, IReadOnlyList<string> names)
    {
        if (names is ["--help" or "-h"])
        {
            Console.WriteLine($"Runs the benchmarks, all or those that are named: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}");
            return 0;
        }

        var unknown = names.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
        if (unknown.Count > 0)
        {
            Console.Error.WriteLine($"There is no benchmark '{unknown[0]}'; --help lists them.");
            return 2;
        }

        var report = new Report(Console.Out);
        foreach (var benchmark in benchmarks.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name)))
        {
            await benchmark.RunAsync(report);
        }

        Console.WriteLine(report.Missed == 0 ? "All goals met." : $"{report.Missed} goals missed.");
        return 0;
    }
}
