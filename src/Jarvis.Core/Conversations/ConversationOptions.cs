using System.ComponentModel.DataAnnotations;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What conversations allow.</summary>
public sealed class ConversationOptions
{
    /// <summary>How long a turn may take that does not say so itself. 10 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The most turns of one conversation that are open at once; one more is refused. 8 by default.</summary>
    [Range(1, 1024)]
    public int MaxOpenTurns { get; set; } = 8;

    /// <summary>
    /// Whether conversations are only looked at, as beside a process that works on them: open turns are not gone on with, and what would change
    /// something is refused. False by default.
    /// </summary>
    public bool ReadOnly { get; set; }

    /// <summary>How many earlier turns a planner is told of. 16 by default.</summary>
    [Range(0, ConversationSnapshot.MaxTurns)]
    public int History { get; set; } = 16;

    /// <summary>How big a plan may be.</summary>
    [Required]
    public PlanLimits PlanLimits { get; set; } = PlanLimits.Default;
}
