using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>Where a planned task of a turn is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskPhase>))]
public enum TaskPhase
{
    /// <summary>Something that it depends on has not ended, or it has not been approved.</summary>
    Blocked,

    /// <summary>It needs, directly or through others, the result of a failed task; the turn may be planned again, so it is not skipped yet.</summary>
    Held,

    /// <summary>Handed to its actor.</summary>
    Running,

    /// <summary>Ended with a result.</summary>
    Succeeded,

    /// <summary>Ended without.</summary>
    Failed,

    /// <summary>Never handed over.</summary>
    Skipped,
}
