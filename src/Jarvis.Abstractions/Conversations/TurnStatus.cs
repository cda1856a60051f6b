using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>Where a turn is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnStatus>))]
public enum TurnStatus
{
    /// <summary>Accepted and being worked on.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Ended with an answer.</summary>
    [JsonStringEnumMemberName("answered")]
    Answered,

    /// <summary>Ended without a usable result; the answer, if there is one, says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended because somebody asked.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
