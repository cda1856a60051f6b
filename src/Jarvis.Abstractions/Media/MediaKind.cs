using System.Text.Json.Serialization;

namespace Jarvis.Media;

/// <summary>What a port takes or gives. Every media type is of one kind.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MediaKind>))]
public enum MediaKind
{
    /// <summary>Plain text, Markdown, HTML and the like.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>A still picture.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>Sound.</summary>
    [JsonStringEnumMemberName("audio")]
    Audio,

    /// <summary>Moving pictures, with or without sound.</summary>
    [JsonStringEnumMemberName("video")]
    Video,

    /// <summary>Pages: PDF and office files.</summary>
    [JsonStringEnumMemberName("document")]
    Document,

    /// <summary>Structured data: JSON.</summary>
    [JsonStringEnumMemberName("data")]
    Data,
}
