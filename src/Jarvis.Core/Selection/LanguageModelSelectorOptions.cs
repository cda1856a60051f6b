using System.ComponentModel.DataAnnotations;

namespace Jarvis.Selection;

/// <summary>When a language model is asked to choose.</summary>
public sealed class LanguageModelSelectorOptions
{
    /// <summary>Models whose scores are at most this far below the best one's are tied; 0.03 by default.</summary>
    [Range(0.0, 1.0)]
    public double Margin { get; set; } = 0.03;

    /// <summary>The most models of a tie that it chooses from; 5 by default.</summary>
    [Range(2, 5)]
    public int MaxCandidates { get; set; } = 5;

    /// <summary>How long a tie waits for others to be asked together with it; 15 ms by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMilliseconds(15);

    /// <summary>The most ties of one call; 16 by default.</summary>
    [Range(1, 64)]
    public int MaxTies { get; set; } = 16;

    /// <summary>How long the choice may take before the ranked order counts; 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
