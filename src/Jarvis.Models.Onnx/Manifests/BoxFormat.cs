using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What the four numbers of a box are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BoxFormat>))]
internal enum BoxFormat
{
    /// <summary>Centre, width and height.</summary>
    [JsonStringEnumMemberName("cxcywh")]
    Cxcywh,

    /// <summary>Upper left and lower right corner.</summary>
    [JsonStringEnumMemberName("xyxy")]
    Xyxy,

    /// <summary>Upper left corner, width and height.</summary>
    [JsonStringEnumMemberName("xywh")]
    Xywh,
}
