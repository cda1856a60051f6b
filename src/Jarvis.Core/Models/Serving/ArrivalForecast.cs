namespace Jarvis.Models.Serving;

/// <summary>
/// How many requests come in the window after a replica has become free, on the average of late. Callers that ask again as soon as they are
/// answered all come then; a caller that is alone never does, because it waits itself.
/// </summary>
internal sealed class ArrivalForecast
{
    private const double Rate = 0.2;

    private long _ends;
    private int _came;
    private bool _open;

    /// <summary>How many more are likely to come before the window ends.</summary>
    internal double Left => Math.Max(0, Average - (_open ? _came : 0));

    private double Average { get; set; }

    /// <summary>Opens the window.</summary>
    /// <param name="ends">When it ends.</param>
    internal void Open(long ends)
    {
        if (_open)
        {
            Average += Rate * (_came - Average);
        }

        (_ends, _came, _open) = (ends, 0, true);
    }

    /// <summary>Counts a request.</summary>
    /// <param name="now">When it came.</param>
    internal void Arrive(long now) => _came += now <= _ends ? 1 : 0;
}
