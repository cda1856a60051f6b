using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Benchmarks.Serving;

/// <summary>Callers that ask again as soon as they are answered.</summary>
internal static class ClosedLoop
{
    /// <summary>Requests a second.</summary>
    public static async Task<double> MeasureAsync(ServedReplica replica, int callers, TimeSpan duration)
    {
        var (start, count) = (TimeProvider.System.GetTimestamp(), 0);
        var terms = new RequestTerms(TenantId.Local);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => replica.LoopAsync(
            caller, terms, () => TimeProvider.System.GetElapsedTime(start) < duration, _ => Interlocked.Increment(ref count))));
        return count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>How long each request of one caller takes, in milliseconds.</summary>
    public static async Task<List<double>> TimesAsync(ServedReplica replica, RequestTerms terms, int requests)
    {
        var times = new List<double>(requests);
        await replica.LoopAsync(0, terms, () => times.Count < requests, time => times.Add(time.TotalMilliseconds));
        return times;
    }
}
