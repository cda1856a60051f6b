using System.Text.Json.Serialization;

namespace Jarvis.Tenancy;

/// <summary>What a key lets its bearer do. None includes another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeyScope>))]
public enum KeyScope
{
    /// <summary>See conversations, events, files, models and what was used.</summary>
    [JsonStringEnumMemberName("read")]
    Read,

    /// <summary>Upload files, ask, cancel and approve.</summary>
    [JsonStringEnumMemberName("use")]
    Use,

    /// <summary>Make and revoke the tenant's keys, and delete what it has.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}
