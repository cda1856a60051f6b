namespace Jarvis.Selection;

/// <summary>Whether a model that failed again and again is given work (M. Nygard, "Release It!", 2007).</summary>
public enum BreakerState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It is not, while there is another.</summary>
    Open,

    /// <summary>It is given one task, to see whether it has recovered.</summary>
    HalfOpen,
}
