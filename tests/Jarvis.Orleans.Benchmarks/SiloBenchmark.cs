using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Engine;

namespace Jarvis.Orleans.Benchmarks;

/// <summary>One silo next to three on the same processors: for tasks that do nothing, and for a model that each silo can run so much of.</summary>
internal sealed class SiloBenchmark : IBenchmark
{
    private const int Clients = 48;
    private const int Rounds = 5;
    private const int Concurrency = 2;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly PlanShape Shape = PlanShape.FanOut(5);

    public string Name => "cluster-silos";

    public async Task RunAsync(Report report)
    {
        report.Title($"Cluster: one silo and three, in one process, {Clients} clients, turns of {Shape.Tasks.Length} tasks, state in memory");
        report.Figure("no-op tasks, three silos ÷ one", $"{await CompareAsync(report, "no-op", static () => Task.CompletedTask, 1000):0.##} ×");
        var bound = await CompareAsync(report, $"tasks of {Wait.TotalMilliseconds} ms, {Concurrency} at once on a silo", static () => Task.Delay(Wait), Concurrency);
        report.AtLeast("model-bound tasks, three silos ÷ one", bound, 2.5, "×");
    }

    private static async Task<double> CompareAsync(Report report, string what, Func<Task> work, int concurrency)
    {
        await using var one = await BenchmarkCluster.StartAsync(silos: 1, Shape, work, concurrency);
        await using var three = await BenchmarkCluster.StartAsync(silos: 3, Shape, work, concurrency);
        await one.RateAsync(Clients, WarmUp);
        await three.RateAsync(Clients, WarmUp);
        var (ofOne, ofThree) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ofOne.Add(await one.RateAsync(Clients, Round));
            ofThree.Add(await three.RateAsync(Clients, Round));
        }

        report.Figure($"{what}: one silo", new Samples(ofOne).Describe("tasks/s"));
        report.Figure($"{what}: three silos", new Samples(ofThree).Describe("tasks/s"));
        return new Samples(ofThree).Median / new Samples(ofOne).Median;
    }
}
