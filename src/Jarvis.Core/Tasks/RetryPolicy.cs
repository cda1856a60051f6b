using System.Runtime.CompilerServices;

namespace Jarvis.Tasks;

/// <summary>
/// How often and how soon an attempt is repeated on the same model. The delay doubles from try to try and is spread by up to half, so that
/// tasks that failed together do not come back together (AWS Architecture Blog, "Exponential Backoff and Jitter", 2015). A value that cannot
/// be throws <see cref="ArgumentOutOfRangeException"/> when it is set.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>The defaults.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>Attempts on one model, 1 to 100. 2 by default.</summary>
    public int AttemptsPerModel { get; init => field = Within(value, 1, 100); } = 2;

    /// <summary>Delay before the second attempt, 0 to 1 day. 250 ms by default.</summary>
    public TimeSpan FirstDelay { get; init => field = Within(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest delay, 0 to 1 day. 10 s by default.</summary>
    public TimeSpan MaxDelay { get; init => field = Within(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a model while there is another that may take over, 0 to 1 day. 5 s by default.</summary>
    public TimeSpan LongestWait { get; init => field = Within(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait after an attempt that failed.</summary>
    /// <param name="failed">The attempt; its id decides the spread, so the same attempt always waits as long.</param>
    /// <param name="triesOnModel">How often the model was tried for this item, from 1.</param>
    /// <param name="retryAfter">How long the model asked to be left alone; null where it did not.</param>
    /// <returns>From half of the doubled delay to all of it, on top of what the model asked for.</returns>
    public TimeSpan DelayAfter(AttemptId failed, int triesOnModel, TimeSpan? retryAfter = null)
    {
        var full = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, triesOnModel - 1), MaxDelay.TotalMilliseconds);
        var spread = TimeSpan.FromMilliseconds(full * (0.5 + (0.5 * Spread(failed))));
        // Those that are told the same time must not all come back at it either.
        return retryAfter is { } asked && asked > TimeSpan.Zero ? asked + spread : spread;
    }

    private static T Within<T>(T value, T least, T most, [CallerMemberName] string name = "")
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }

    /// <summary>A number from 0 to 1 that only the attempt decides, in every process alike (FNV-1a).</summary>
    private static double Spread(AttemptId attempt)
    {
        var hash = 2166136261u;
        foreach (var c in attempt.ToString())
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash / (double)uint.MaxValue;
    }
}
