using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>Whether a task may run as far as its approval goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalPhase>))]
public enum ApprovalPhase
{
    /// <summary>Nobody has to be asked.</summary>
    NotNeeded,

    /// <summary>Somebody has to be, and is asked once the plan is complete.</summary>
    Needed,

    /// <summary>Somebody was asked.</summary>
    Asked,

    /// <summary>Somebody said yes.</summary>
    Given,
}
