using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Benchmarks.Serving;

/// <summary>64 callers of a worker, next to loops around the bare runtime in the same rounds: over batches of 1 to 32 and 1 and 2 threads.</summary>
internal sealed class ServingThroughputBenchmark : IBenchmark
{
    private const int Callers = 64;
    private const int Rounds = 7;
    private const int Largest = 32;
    private static readonly TimeSpan RawTime = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan ServedTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    public string Name => "serving-throughput";

    public async Task RunAsync(Report report)
    {
        report.Title($"Serving: requests a second of {Callers} callers, next to the best bare loop of the runtime");
        using var models = new ServedModels();
        ServedModel[] all = [models.Tiny(), models.Perceptron(), models.Encoder()];
        if (models.WhyUnavailable() is { } reason)
        {
            report.Skip("PP-OCR recognition and Silero VAD", reason);
        }
        else
        {
            all = [.. all, models.Recognition(), models.VoiceActivity()];
        }

        foreach (var model in all)
        {
            await RunAsync(report, model);
        }
    }

    private static async Task RunAsync(Report report, ServedModel model)
    {
        var raw = new Dictionary<int, RawLoop> { [1] = model.OpenRaw(1), [2] = model.OpenRaw(2) };
        var start = TimeProvider.System.GetTimestamp();
        var profile = new LoadProfiler(TimeProvider.System).Measure(
            raw.ToDictionary(loop => loop.Key, loop => (Action<int>)loop.Value.Run), Largest, Budget, default);
        var profiled = TimeProvider.System.GetElapsedTime(start);
        using var replica = model.Start(profile);
        await ClosedLoop.MeasureAsync(replica, Callers, ServedTime);

        var served = new List<double>();
        var loops = new Dictionary<(int Threads, int Size), List<double>>();
        var bytes = new List<double>();
        var batchSizes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (threads, loop) in raw)
            {
                for (var size = 1; size <= Largest; size *= 2)
                {
                    loops.TryAdd((threads, size), []);
                    loops[(threads, size)].Add(loop.Measure(size, RawTime));
                }
            }

            var (allocated, before) = (GC.GetTotalAllocatedBytes(precise: true), replica.ReadStatus());
            served.Add(await ClosedLoop.MeasureAsync(replica, Callers, ServedTime));
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var (answered, batches) = (replica.ReadStatus().Succeeded - before.Succeeded, replica.ReadStatus().Batches - before.Batches);
            bytes.Add(((double)allocated / answered) - model.ResultBytes);
            batchSizes.Add((double)answered / batches);
        }

        foreach (var loop in raw.Values)
        {
            loop.Dispose();
        }

        Tell(report, model, profile, profiled, served, loops, bytes, batchSizes);
    }

    private static void Tell(
        Report report,
        ServedModel model,
        LoadProfile profile,
        TimeSpan profiled,
        List<double> served,
        Dictionary<(int Threads, int Size), List<double>> loops,
        List<double> bytes,
        List<double> batchSizes)
    {
        var best = loops.MaxBy(loop => new Samples(loop.Value).Median);
        var one = loops.Where(loop => loop.Key.Size == 1).MaxBy(loop => new Samples(loop.Value).Median);
        var (bestRate, oneRate) = (new Samples(best.Value).Median, new Samples(one.Value).Median);
        report.Figure($"{model.Name}: served", new Samples(served).Describe("requests/s"));
        report.Figure($"{model.Name}: best bare loop, {best.Key.Threads} threads, batch {best.Key.Size}", new Samples(best.Value).Describe("requests/s"));
        report.Figure($"{model.Name}: bare batch 1, {one.Key.Threads} threads", new Samples(one.Value).Describe("requests/s"));
        if (model.IsTiny)
        {
            // A batch of the tiny graph takes 3 µs: no queue that each request passes by itself comes near to that, so its goal is a rate.
            report.Figure($"{model.Name}: served ÷ best bare loop", $"{Ratio(served, best.Value):0.000} ×");
            report.AtLeast($"{model.Name}: served", new Samples(served).Median, 100_000, "requests/s");
        }
        else
        {
            report.AtLeast($"{model.Name}: served ÷ best bare loop", Ratio(served, best.Value), 0.9, "×");
        }

        report.AtLeast($"{model.Name}: served ÷ bare batch 1", Ratio(served, one.Value), 0.95, "×");

        var ceiling = profile.Costs.Ceiling;
        report.Figure($"{model.Name}: profile", $"{profile.Threads} threads, batches up to {ceiling}, in {profiled.TotalSeconds:0.0} s");
        report.AtLeast(
            $"{model.Name}: bare loop as profiled ÷ best", new Samples(loops[(profile.Threads, ceiling)]).Median / bestRate, ceiling == 1 ? 1 / 1.1 : 0.95, "×");
        report.Figure($"{model.Name}: what batching gains a bare loop", $"{bestRate / oneRate:0.00} ×");
        // What is left is the runtime's own, for each of its runs.
        var batch = new Samples(batchSizes).Median;
        var what = model.ResultBytes > 0 ? "allocated beyond the result" : "allocated with the result";
        report.Figure($"{model.Name}: {what}", $"{new Samples(bytes).Median:0} bytes a request, {new Samples(bytes).Median * batch:0} a batch of {batch:0.0}");
    }

    private static double Ratio(List<double> ours, List<double> theirs) =>
        new Samples(ours.Zip(theirs, (one, other) => one / other)).Median;
}
