using System.Globalization;
using Jarvis.Benchmarks;
using Jarvis.Orleans.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
IBenchmark[] benchmarks = [new HopBenchmark(), new DatabaseBenchmark(), new SiloBenchmark()];
var unknown = args.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown[0]}'; there are {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var report = new Report(Console.Out);
foreach (var benchmark in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)))
{
    await benchmark.RunAsync(report);
}

Console.WriteLine(report.Missed == 0 ? "All goals met." : $"{report.Missed} goals missed.");
return 0;
