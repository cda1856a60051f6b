using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>Which of two turns goes first where both wait for a model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnPriority>))]
public enum TurnPriority
{
    /// <summary>Somebody waits for the answer. The default.</summary>
    [JsonStringEnumMemberName("interactive")]
    Interactive,

    /// <summary>Nobody waits: it runs when nothing interactive does.</summary>
    [JsonStringEnumMemberName("batch")]
    Batch,
}
