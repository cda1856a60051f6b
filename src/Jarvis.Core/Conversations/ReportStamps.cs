namespace Jarvis.Conversations;

/// <summary>The stamps of one source of reports, and which of them have come.</summary>
internal sealed class ReportStamps
{
    private readonly Guid _source = Guid.NewGuid();
    private readonly HashSet<long> _early = [];
    private long _given;
    private long _taken;

    /// <summary>The stamp of the next report. Thread-safe.</summary>
    internal ReportStamp Next() => new(_source, Interlocked.Increment(ref _given));

    /// <summary>Whether a report is of this source and has not come before; it has from now on. One call at a time.</summary>
    /// <param name="stamp">Its stamp.</param>
    internal bool Takes(ReportStamp stamp)
    {
        if (stamp.Source != _source || stamp.Number <= _taken || !_early.Add(stamp.Number))
        {
            return false;
        }

        // Those that are sent side by side may overtake each other; only the few that did are remembered one by one.
        while (_early.Remove(_taken + 1))
        {
            _taken++;
        }

        return true;
    }
}
