using System.Globalization;
using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Cli;
using Jarvis.Benchmarks.Durability;
using Jarvis.Benchmarks.Engine;
using Jarvis.Benchmarks.Http;
using Jarvis.Benchmarks.LanguageModels;
using Jarvis.Benchmarks.Ocr;
using Jarvis.Benchmarks.Serving;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await BenchmarkRunner.RunAsync(
[
    new OverheadBenchmark(), new MakespanBenchmark(), new ReloadBenchmark(), new PoisonBenchmark(), new DispatchBenchmark(), new OcrPageBenchmark(), new SampleTurnBenchmark(),
    new ServingThroughputBenchmark(), new ServingLatencyBenchmark(), new ServingOverloadBenchmark(), new DurableChainBenchmark(),
    new DurablePeerBenchmark(), new DurableResumeBenchmark(), new DurableIdleBenchmark(),
    new HttpLanguageModelBenchmark(), new HttpNoopBenchmark(), new HttpFirstEventBenchmark(), new HttpStreamsBenchmark(),
], args);
