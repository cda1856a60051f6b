namespace Jarvis.Benchmarks;

/// <summary>Measures.</summary>
internal static class Timing
{
    public static async Task<TimeSpan> MeasureAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start);
    }
}
