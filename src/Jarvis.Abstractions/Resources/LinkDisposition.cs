using System.Text.Json.Serialization;

namespace Jarvis.Resources;

/// <summary>What a browser does with a file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkDisposition>))]
public enum LinkDisposition
{
    /// <summary>Shows it.</summary>
    [JsonStringEnumMemberName("inline")]
    Inline,

    /// <summary>Saves it.</summary>
    [JsonStringEnumMemberName("attachment")]
    Attachment,
}
