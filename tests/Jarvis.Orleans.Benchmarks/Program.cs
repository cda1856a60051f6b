using System.Globalization;
using Jarvis.Benchmarks;
using Jarvis.Orleans.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await BenchmarkRunner.RunAsync([new HopBenchmark(), new DatabaseBenchmark(), new SiloBenchmark()], args);
