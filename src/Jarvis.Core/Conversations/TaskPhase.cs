namespace Jarvis.Conversations;

/// <summary>Where a planned task of a turn is.</summary>
public enum TaskPhase
{
    /// <summary>Something that it depends on has not ended.</summary>
    Blocked,

    /// <summary>Handed to its actor.</summary>
    Running,

    /// <summary>Ended with a result.</summary>
    Succeeded,

    /// <summary>Ended without.</summary>
    Failed,

    /// <summary>Never handed over.</summary>
    Skipped,
}
