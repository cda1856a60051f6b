using System.Runtime.CompilerServices;

namespace Jarvis.Benchmarks.Engine;

/// <summary>The least that running a graph can cost in .NET: one task a node, awaiting those before it.</summary>
internal static class BareTasks
{
    public static async Task<TimeSpan> RunAsync(PlanShape shape, Func<YieldAwaitable> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        var running = new Dictionary<int, Task>();
        foreach (var task in shape.Tasks)
        {
            running[task.Id] = RunAsync([.. task.Dependencies().Select(dependency => running[dependency])], work);
        }

        await Task.WhenAll(running.Values);
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task RunAsync(Task[] before, Func<YieldAwaitable> work)
    {
        await Task.WhenAll(before);
        await work();
    }
}
