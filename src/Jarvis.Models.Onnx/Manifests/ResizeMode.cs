using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How a picture is brought to a size.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResizeMode>))]
internal enum ResizeMode
{
    /// <summary>To exactly that height and width, whatever becomes of its proportions.</summary>
    [JsonStringEnumMemberName("stretch")]
    Stretch,

    /// <summary>Into that height and width with its proportions, in the middle, the rest filled.</summary>
    [JsonStringEnumMemberName("letterbox")]
    Letterbox,

    /// <summary>Its shorter side to that length, with its proportions.</summary>
    [JsonStringEnumMemberName("shortest_edge")]
    ShortestEdge,

    /// <summary>Not at all.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
