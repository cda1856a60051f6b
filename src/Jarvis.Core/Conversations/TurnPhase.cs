using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>What a turn is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnPhase>))]
public enum TurnPhase
{
    /// <summary>The planner may still add tasks; those that are ready run already.</summary>
    Planning,

    /// <summary>The plan is complete; tasks run.</summary>
    Running,

    /// <summary>All tasks have ended; the answer is being written.</summary>
    Answering,

    /// <summary>Over.</summary>
    Ended,
}
