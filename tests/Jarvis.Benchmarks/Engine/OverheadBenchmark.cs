namespace Jarvis.Benchmarks.Engine;

/// <summary>What the engine costs a task that does nothing, next to bare tasks awaited in the same order in the same run.</summary>
internal sealed class OverheadBenchmark : IBenchmark
{
    private const int Rounds = 41;

    public string Name => "engine-overhead";

    public async Task RunAsync(Report report)
    {
        report.Title("Engine: no-op plans, whole turns (submit, plan, choose, run, store, answer), every event read");
        await using var host = new EngineHost(static () => Task.CompletedTask);
        PlanShape[] shapes =
        [
            PlanShape.Chain(1), PlanShape.Chain(10), PlanShape.Chain(100), PlanShape.FanOut(10), PlanShape.FanOut(100),
            PlanShape.Diamond(10), PlanShape.Diamond(100), PlanShape.Random(50, 1), PlanShape.Random(100, 2),
        ];
        // The runtime compiles what is hot again, and counts before it does: that is over after a few seconds.
        var warm = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(warm) < TimeSpan.FromSeconds(6))
        {
            foreach (var shape in shapes)
            {
                await host.RunAsync(shape.Tasks);
            }
        }

        foreach (var shape in shapes)
        {
            var ours = new List<double>();
            var bare = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add((await host.RunAsync(shape.Tasks)).TotalMilliseconds / shape.Tasks.Length);
                bare.Add((await BareTasks.RunAsync(shape, static () => Task.Yield())).TotalMilliseconds / shape.Tasks.Length);
            }

            var samples = new Samples(ours);
            // A turn of one task is the turn, not the task: what the turn itself costs is shown, the goal is for each task after it.
            if (shape.Tasks.Length == 1)
            {
                report.Figure($"{shape.Name}: the whole turn", samples.Describe("ms"));
                continue;
            }

            report.Goal($"{shape.Name}: a task", samples.Median, 0.1, "ms");
            report.Figure($"{shape.Name}: bare tasks", new Samples(bare).Describe("ms"));
        }
    }
}
