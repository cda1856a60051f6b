using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Engine;
using Jarvis.Orleans.Benchmarks.Bare;

namespace Jarvis.Orleans.Benchmarks;

/// <summary>What a turn and its tasks cost next to bare grains that make the same calls with the same messages and do nothing else, on the same silo.</summary>
internal sealed class HopBenchmark : IBenchmark
{
    private const int Clients = 16;
    private const int Rounds = 9;

    /// <summary>So long the runtime goes on compiling what runs often into something faster.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1.5);

    public string Name => "cluster-hops";

    public async Task RunAsync(Report report)
    {
        report.Title("Cluster: no-op turns on one silo, state in memory, every event read by a client, next to bare grains with the same calls");
        foreach (var tasks in new[] { 1, 10 })
        {
            var shape = PlanShape.Chain(tasks);
            await using var cluster = await BenchmarkCluster.StartAsync(silos: 1, shape, static () => Task.CompletedTask, concurrency: 1000);
            var bare = new BareTurns(cluster.Host.Cluster.Client, tasks);
            await RepeatedCalls.RateAsync(Clients, WarmUp, cluster.RunAsync);
            await RepeatedCalls.RateAsync(Clients, WarmUp / 2, bare.RunAsync);
            var (ours, its) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await RepeatedCalls.RateAsync(Clients, Round, cluster.RunAsync));
                its.Add(await RepeatedCalls.RateAsync(Clients, Round, bare.RunAsync));
            }

            report.Figure($"{shape.Name}, {Clients} clients", new Samples(ours).Describe("turns/s"));
            report.Figure($"{shape.Name}, {Clients} clients, bare grains", new Samples(its).Describe("turns/s"));
            report.Goal($"{shape.Name}: time ÷ bare", new Samples(its).Median / new Samples(ours).Median, 1.5, "×");
        }
    }
}
