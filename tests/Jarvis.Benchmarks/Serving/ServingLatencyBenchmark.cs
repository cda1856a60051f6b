using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Benchmarks.Serving;

/// <summary>What a worker adds to a request that comes alone, and how long requests wait at 70 % of what it can do.</summary>
internal sealed class ServingLatencyBenchmark : IBenchmark
{
    // Many short rounds: what the machine does besides spoils a few of them, and not the median.
    private const int Rounds = 31;
    private const int Requests = 500;
    private const double Load = 0.7;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(1);

    public string Name => "serving-latency";

    public async Task RunAsync(Report report)
    {
        report.Title("Serving: one caller, next to the bare runtime; then Poisson load at 70 %");
        using var models = new ServedModels();
        await AloneAsync(report, models.Tiny());
        await AloneAsync(report, models.Encoder());
        await LoadedAsync(report, models.Perceptron());
        await LoadedAsync(report, models.Encoder());
    }

    private static async Task AloneAsync(Report report, ServedModel model)
    {
        using var raw = model.OpenRaw(1);
        using var replica = model.Start(new LoadProfile(1, new BatchCosts(32)));
        var terms = new RequestTerms(TenantId.Local);
        using var thread = new InferenceThread("bare", 1);
        var (median, p99, handOver) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var bare = new Samples(Bare(raw));
            var served = new Samples(await ClosedLoop.TimesAsync(replica, terms, Requests));
            var handed = new Samples(await HandedOverAsync(thread, raw));
            if (round >= 0)
            {
                median.Add((served.Median - bare.Median) * 1000);
                p99.Add((served.Quantile(0.99) - bare.Quantile(0.99)) * 1000);
                handOver.Add((handed.Median - bare.Median) * 1000);
            }
        }

        report.Goal($"{model.Name}: median added to a request alone", new Samples(median).Median, 50, "µs");
        report.Figure($"{model.Name}: median added", new Samples(median).Describe("µs"));
        report.Figure($"{model.Name}: median added by a thread and a task alone", new Samples(handOver).Describe("µs"));
        report.Goal($"{model.Name}: 99th percentile added", new Samples(p99).Median, 500, "µs");
        report.Figure($"{model.Name}: 99th percentile added", new Samples(p99).Describe("µs"));
        report.Figure($"{model.Name}: waited in the queue, median", $"{replica.ReadStatus().QueueWait.Median.TotalMicroseconds:0} µs");
    }

    private static async Task LoadedAsync(Report report, ServedModel model)
    {
        LoadProfile profile;
        using (RawLoop one = model.OpenRaw(1), two = model.OpenRaw(2))
        {
            profile = new LoadProfiler(TimeProvider.System).Measure(
                new Dictionary<int, Action<int>> { [1] = one.Run, [2] = two.Run }, 32, Budget, default);
        }

        var waits = new List<double>();
        double rate = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A worker of its own for each round: its histogram is then the round's alone.
            using var replica = model.Start(profile);
            rate = await ClosedLoop.MeasureAsync(replica, 64, TimeSpan.FromSeconds(1));
            using var measured = model.Start(profile);

            // The first request loads the network.
            await measured.AskAsync(new RequestTerms(TenantId.Local));
            await OpenLoop.RunAsync(measured, rate * Load, LoadTime, static _ => new RequestTerms(TenantId.Local));
            waits.Add(measured.ReadStatus().QueueWait.P99.TotalMilliseconds);
        }

        var limit = (profile.Costs.Window + profile.Costs[profile.Costs.Ceiling]).TotalMilliseconds;
        report.Figure($"{model.Name}: {rate:N0} requests/s at most, 70 % of it sent; window and one batch", $"{limit:0.00} ms");
        report.Figure($"{model.Name}: 99th percentile in the queue", new Samples(waits).Describe("ms"));
        report.Goal($"{model.Name}: 99th percentile in the queue", new Samples(waits).Median, limit, "ms");
    }

    /// <summary>The least that a server does: it hands a run to a thread that sleeps, and back.</summary>
    private static async Task<List<double>> HandedOverAsync(InferenceThread thread, RawLoop raw)
    {
        var times = new List<double>(Requests);
        while (times.Count < Requests)
        {
            var start = TimeProvider.System.GetTimestamp();
            await thread.RunAsync(
                _ =>
                {
                    raw.Run(1);
                    return true;
                },
                CancellationToken.None);
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static List<double> Bare(RawLoop raw)
    {
        var times = new List<double>(Requests);
        while (times.Count < Requests)
        {
            var start = TimeProvider.System.GetTimestamp();
            raw.Run(1);
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }
}
