namespace Jarvis.Models.Serving;

/// <summary>
/// Looks out for the next request for a moment before a thread goes to sleep, because waking it takes as long as a small network runs. It does
/// so only where requests come that soon: a caller that asks again as soon as it is answered finds the thread awake, and a replica that is
/// asked now and then burns nothing. For one thread.
/// </summary>
internal sealed class IdleSpin(TimeProvider time)
{
    /// <summary>After as many times in vain as this, it looks out once in so many times only.</summary>
    private const int Patience = 16;

    /// <summary>More looks than a tenth of a millisecond has, so that a clock that stands still does not keep it looking.</summary>
    private const int MostLooks = 2_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(100);

    private int _inVain;
    private int _passed;

    /// <summary>Waits for a count to change, for a moment.</summary>
    /// <param name="count">Changed by other threads.</param>
    /// <param name="seen">What it was.</param>
    internal void Await(ref readonly int count, int seen)
    {
        if (_inVain == Patience && ++_passed < Patience)
        {
            return;
        }

        _passed = 0;

        var (start, looks) = (time.GetTimestamp(), 0);
        do
        {
            if (Volatile.Read(in count) != seen)
            {
                _inVain = 0;
                return;
            }

            Thread.SpinWait(20);
        }
        while (++looks < MostLooks && time.GetElapsedTime(start) < Longest);
        _inVain = Math.Min(Patience, _inVain + 1);
    }
}
