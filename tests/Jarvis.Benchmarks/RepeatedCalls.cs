namespace Jarvis.Benchmarks;

/// <summary>Clients that ask again as soon as they are answered.</summary>
internal static class RepeatedCalls
{
    /// <summary>How often a second they are answered.</summary>
    internal static async Task<double> RateAsync(int clients, TimeSpan duration, Func<Task> ask)
    {
        var (start, count) = (TimeProvider.System.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (TimeProvider.System.GetElapsedTime(start) < duration)
            {
                await ask();
                Interlocked.Increment(ref count);
            }
        })));
        return count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
