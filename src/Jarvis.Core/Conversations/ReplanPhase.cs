using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>Whether what failed tasks were needed for is planned again, which happens at most once in a turn.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplanPhase>))]
public enum ReplanPhase
{
    /// <summary>It is not: the planner cannot, or it would help no more.</summary>
    Never,

    /// <summary>It is, once a task fails.</summary>
    Possible,

    /// <summary>The planner is at it.</summary>
    Planning,

    /// <summary>It was.</summary>
    Finished,
}
