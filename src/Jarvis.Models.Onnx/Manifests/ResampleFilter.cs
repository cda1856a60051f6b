using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How pixels are made of pixels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResampleFilter>))]
internal enum ResampleFilter
{
    /// <summary>The pixel that is there; 0 in <c>preprocessor_config.json</c>.</summary>
    [JsonStringEnumMemberName("nearest")]
    Nearest,

    /// <summary>A triangle over the pixels around; 2 in <c>preprocessor_config.json</c>.</summary>
    [JsonStringEnumMemberName("bilinear")]
    Bilinear,

    /// <summary>A cubic curve over the pixels around; 3 in <c>preprocessor_config.json</c>.</summary>
    [JsonStringEnumMemberName("bicubic")]
    Bicubic,
}
