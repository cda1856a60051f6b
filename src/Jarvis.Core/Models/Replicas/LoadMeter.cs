namespace Jarvis.Models.Replicas;

/// <summary>
/// The load of a model, in replicas' worth of work: jobs that come a second, and those that wait spread over the window, times the seconds
/// that one takes of a replica (J. D. C. Little, "A Proof for the Queuing Formula L = λW", Operations Research, 1961). Arrivals count less
/// the longer ago they were, by a factor of e for each window. Only touched in the engine's gate.
/// </summary>
/// <param name="window">What is measured over.</param>
/// <param name="time">The clock.</param>
internal sealed class LoadMeter(TimeSpan window, TimeProvider time)
{
    private const double MeanRate = 0.2;

    private double _rate;
    private double? _secondsOfJob;
    private long _at = time.GetTimestamp();

    /// <summary>A job came.</summary>
    internal void Arrive()
    {
        Forget();
        _rate += 1 / window.TotalSeconds;
    }

    /// <summary>A batch ended.</summary>
    /// <param name="jobs">How many jobs it had, from 1.</param>
    /// <param name="run">How long it ran.</param>
    /// <param name="sideBySide">How many batches a replica runs at once, from 1: each has as much of it.</param>
    internal void Ran(int jobs, TimeSpan run, int sideBySide)
    {
        var seconds = run.TotalSeconds / jobs / sideBySide;
        _secondsOfJob = _secondsOfJob is { } mean ? mean + ((seconds - mean) * MeanRate) : seconds;
    }

    /// <summary>The load; 0 until a batch has ended, for nobody knows what a job takes.</summary>
    /// <param name="waiting">How many jobs wait.</param>
    internal double Load(int waiting)
    {
        Forget();
        return (_rate + (waiting / window.TotalSeconds)) * (_secondsOfJob ?? 0);
    }

    private void Forget()
    {
        var now = time.GetTimestamp();
        _rate *= Math.Exp(-time.GetElapsedTime(_at, now) / window);
        _at = now;
    }
}
