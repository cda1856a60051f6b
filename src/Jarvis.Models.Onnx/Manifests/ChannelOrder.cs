using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>The order of the channels of a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelOrder>))]
internal enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    [JsonStringEnumMemberName("rgb")]
    Rgb,

    /// <summary>Blue, green, red.</summary>
    [JsonStringEnumMemberName("bgr")]
    Bgr,

    /// <summary>One channel: the lightness.</summary>
    [JsonStringEnumMemberName("gray")]
    Gray,
}
