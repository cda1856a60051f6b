namespace Jarvis.Models.Replicas;

/// <summary>
/// How long a replica that broke stays in quarantine. After a first fault it is made anew at once: whatever broke it was most likely the
/// request. Then the wait doubles from fault to fault, until a batch ends well.
/// </summary>
/// <param name="First">The wait after the second fault.</param>
/// <param name="Longest">The longest wait.</param>
internal sealed record RebuildPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait after a fault.</summary>
    /// <param name="faults">How often it broke since a batch last ended well, from 1.</param>
    internal TimeSpan DelayAfter(int faults) => faults <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(faults - 2, 62)), Longest.TotalMilliseconds));
}
