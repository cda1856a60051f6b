namespace Jarvis.Models;

/// <summary>Passes progress on at most ten times a second: what comes between is old by then.</summary>
/// <param name="next">Told of the progress that is passed on.</param>
/// <param name="time">The clock.</param>
internal sealed class CoalescedProgress(Action<double> next, TimeProvider time) : IProgress<double>
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long? _last;

    public void Report(double value)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Window)
            {
                return;
            }

            _last = time.GetTimestamp();
        }

        next(value);
    }
}
