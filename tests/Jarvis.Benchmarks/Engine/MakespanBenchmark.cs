namespace Jarvis.Benchmarks.Engine;

/// <summary>How long random graphs of tasks of 50 ms take, next to their critical path.</summary>
internal sealed class MakespanBenchmark : IBenchmark
{
    private const double TaskMilliseconds = 50;
    private const int Graphs = 40;

    public string Name => "engine-makespan";

    public async Task RunAsync(Report report)
    {
        report.Title("Engine: random graphs of 20 to 60 tasks of 50 ms each");
        await using var host = new EngineHost(ExactDelay);
        await host.RunAsync(PlanShape.Random(30, 99).Tasks);
        var excess = new List<double>();
        var ratios = new List<double>();
        for (var seed = 0; seed < Graphs; seed++)
        {
            var shape = PlanShape.Random(20 + seed, seed);
            var took = (await host.RunAsync(shape.Tasks)).TotalMilliseconds;
            var path = shape.Levels * TaskMilliseconds;
            ratios.Add(took / path);
            excess.Add(took / ((1.03 * path) + shape.Levels));
        }

        report.Figure("time ÷ critical path", new Samples(ratios).Describe("×"));
        report.Goal("time ÷ (1.03 × critical path + 1 ms a level), p95", new Samples(excess).Quantile(0.95), 1, "×");
    }

    /// <summary>A timer fires up to a tick late, which is the timer's error and not the engine's: the wait is measured out on a thread.</summary>
    private static Task ExactDelay()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(TimeSpan.FromMilliseconds(TaskMilliseconds));
            done.SetResult();
        });
        thread.Start();
        return done.Task;
    }
}
