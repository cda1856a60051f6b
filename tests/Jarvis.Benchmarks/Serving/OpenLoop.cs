using Jarvis.Errors;
using Jarvis.Models.Serving;

namespace Jarvis.Benchmarks.Serving;

/// <summary>
/// Requests that come when they come, at times of a Poisson process, whether or not those before were answered. Times count from when a
/// request should have been sent, so that a slow sender hides nothing.
/// </summary>
internal static class OpenLoop
{
    /// <summary>Sends requests for a while, and waits for the last answer.</summary>
    /// <param name="replica">To whom.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="duration">How long.</param>
    /// <param name="terms">Their terms, by when each should have been sent.</param>
    public static async Task<OpenLoopResult> RunAsync(ServedReplica replica, double rate, TimeSpan duration, Func<DateTimeOffset, RequestTerms> terms)
    {
        var result = new OpenLoopResult(duration);
        var begun = TimeProvider.System.GetUtcNow();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The sender is one of them. Requests are counted and not kept: to carry them from collection to collection would be measured too.
        var running = 1;
        await Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning);
        await ended.Task;
        return result;

        void Send()
        {
            var random = new Random(1);
            var (start, due) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
            while (due < duration)
            {
                // Sleeping leaves the processor to what is measured; requests that are due together are sent together.
                while (TimeProvider.System.GetElapsedTime(start) < due)
                {
                    Thread.Sleep(1);
                }

                Interlocked.Increment(ref running);
                _ = AskThenLeaveAsync(start, due);
                due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);
            }

            Leave();
        }

        async Task AskThenLeaveAsync(long start, TimeSpan due)
        {
            await AskAsync(replica, start, due, terms(begun + due), result);
            Leave();
        }

        void Leave()
        {
            if (Interlocked.Decrement(ref running) == 0)
            {
                ended.SetResult();
            }
        }
    }

    private static async Task AskAsync(ServedReplica replica, long start, TimeSpan due, RequestTerms terms, OpenLoopResult result)
    {
        var asked = TimeProvider.System.GetTimestamp();
        try
        {
            await replica.AskAsync(terms);
            result.Answered.Add((TimeProvider.System.GetElapsedTime(start) - due).TotalMilliseconds);
        }
        catch (JarvisException exception) when (exception is { Code: ErrorCode.Overloaded, RetryAfter: not null })
        {
            result.Refused.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
        }
        catch (JarvisException exception) when (exception.Code is ErrorCode.DeadlineExceeded)
        {
            result.Expired.Add((TimeProvider.System.GetElapsedTime(start) - due).TotalMilliseconds);
        }
    }
}
