using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Benchmarks.Serving;

/// <summary>More requests than a worker can run, and one tenant that sends a hundred times as many as another.</summary>
internal sealed class ServingOverloadBenchmark : IBenchmark
{
    private const int Rounds = 7;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(4);
    private static readonly RequestTerms Quiet = new(new TenantId("quiet"));
    private static readonly RequestTerms Flood = new(new TenantId("flood"));

    public string Name => "serving-overload";

    public async Task RunAsync(Report report)
    {
        report.Title("Serving: open loop at 2 × and 5 × of what the encoder can do; then two tenants, 100 : 1");
        using var models = new ServedModels();
        await OverloadAsync(report, models.Encoder());
        if (models.WhyUnavailable() is { } reason)
        {
            report.Skip("two tenants", reason);
            return;
        }

        await TenantsAsync(report, models.Recognition());
    }

    private static async Task OverloadAsync(Report report, ServedModel model)
    {
        var profile = Profile(model);
        var (goodput, accepted, refused, memory, back) =
            (new Dictionary<int, List<double>>(), new Dictionary<int, List<double>>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            using var replica = model.Start(profile);
            var peak = await ClosedLoop.MeasureAsync(replica, 64, TimeSpan.FromSeconds(2));
            var normal = await OpenLoop.RunAsync(replica, 0.8 * peak, LoadTime, static _ => Quiet);
            // Once: each time it is asked for, all are sorted.
            var normalP99 = normal.AnsweredP99;
            var before = Environment.WorkingSet;
            foreach (var times in (int[])[2, 5])
            {
                var over = await OpenLoop.RunAsync(replica, times * peak, LoadTime, Due);
                Add(goodput, times, over.Goodput / peak);
                Add(accepted, times, over.AnsweredP99 / normalP99);
                refused.Add(over.RefusedP99);
            }

            memory.Add((double)Environment.WorkingSet / before);
            back.Add(await SecondsUntilNormalAsync(replica, 0.5 * peak, normalP99));

            RequestTerms Due(DateTimeOffset at) => Quiet with { Deadline = at.AddMilliseconds(1.8 * normalP99) };
        }

        foreach (var times in goodput.Keys)
        {
            report.AtLeast($"{model.Name}, {times} ×: goodput ÷ peak", new Samples(goodput[times]).Median, 0.9, "×");
            report.Goal($"{model.Name}, {times} ×: p99 of those accepted ÷ that at 80 %", new Samples(accepted[times]).Median, 2, "×");
        }

        report.Goal($"{model.Name}: p99 of a refusal", new Samples(refused).Median, 10, "ms");
        report.Goal($"{model.Name}: memory after ÷ before", new Samples(memory).Median, 1.1, "×");
        report.Goal($"{model.Name}: until it answers as before", new Samples(back).Median, 5, "s");
    }

    private static async Task<double> SecondsUntilNormalAsync(ServedReplica replica, double rate, double p99)
    {
        for (var second = 0; second < 10; second++)
        {
            var result = await OpenLoop.RunAsync(replica, rate, TimeSpan.FromSeconds(1), static _ => Quiet);
            if (result.AnsweredP99 <= p99)
            {
                return second + 1;
            }
        }

        return double.PositiveInfinity;
    }

    private static async Task TenantsAsync(Report report, ServedModel model)
    {
        const int Requests = 40;
        var profile = Profile(model);
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            using var replica = model.Start(profile);
            await ClosedLoop.MeasureAsync(replica, 4, TimeSpan.FromSeconds(1));
            var alone = new Samples(await ClosedLoop.TimesAsync(replica, Quiet, Requests));
            var goesOn = true;
            var flood = Enumerable.Range(1, 100).Select(caller => replica.LoopAsync(caller, Flood, () => goesOn, static _ => { })).ToList();
            var beside = new Samples(await ClosedLoop.TimesAsync(replica, Quiet, Requests));
            goesOn = false;
            await Task.WhenAll(flood);
            ratios.Add(beside.Quantile(0.95) / alone.Quantile(0.95));
        }

        report.Goal($"{model.Name}: p95 of a quiet tenant beside 100 callers ÷ alone", new Samples(ratios).Median, 2, "×");
        report.Figure($"{model.Name}: p95 beside ÷ alone", new Samples(ratios).Describe("×"));
    }

    private static LoadProfile Profile(ServedModel model)
    {
        using RawLoop one = model.OpenRaw(1), two = model.OpenRaw(2);
        return new LoadProfiler(TimeProvider.System).Measure(
            new Dictionary<int, Action<int>> { [1] = one.Run, [2] = two.Run }, 32, Budget, default);
    }

    private static void Add(Dictionary<int, List<double>> samples, int times, double value)
    {
        samples.TryAdd(times, []);
        samples[times].Add(value);
    }
}
