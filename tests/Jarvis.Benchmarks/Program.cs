using System.Globalization;
using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Cli;
using Jarvis.Benchmarks.Durability;
using Jarvis.Benchmarks.Engine;
using Jarvis.Benchmarks.LanguageModels;
using Jarvis.Benchmarks.Ocr;
using Jarvis.Benchmarks.Serving;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
IBenchmark[] benchmarks =
[
    new OverheadBenchmark(), new MakespanBenchmark(), new ReloadBenchmark(), new PoisonBenchmark(), new DispatchBenchmark(), new OcrPageBenchmark(), new SampleTurnBenchmark(),
    new ServingThroughputBenchmark(), new ServingLatencyBenchmark(), new ServingOverloadBenchmark(), new DurableChainBenchmark(),
    new DurablePeerBenchmark(), new DurableResumeBenchmark(), new DurableIdleBenchmark(),
];
if (args is ["--help" or "-h"])
{
    Console.WriteLine($"Runs the benchmarks, all or those that are named: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}");
    return 0;
}

var unknown = args.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown[0]}'; --help lists them.");
    return 2;
}

var report = new Report(Console.Out);
foreach (var benchmark in benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)))
{
    await benchmark.RunAsync(report);
}

Console.WriteLine(report.Missed == 0 ? "All goals met." : $"{report.Missed} goals missed.");
return 0;
