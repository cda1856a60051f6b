namespace Jarvis.Placement;

/// <summary>How devices are filled.</summary>
public enum PlacementStrategy
{
    /// <summary>Evenly: <see cref="SpreadPolicy"/>.</summary>
    Spread,

    /// <summary>One after the other: <see cref="PackPolicy"/>.</summary>
    Pack,
}
