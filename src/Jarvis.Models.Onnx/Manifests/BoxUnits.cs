using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What the numbers of a box count.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BoxUnits>))]
internal enum BoxUnits
{
    /// <summary>Shares of the picture that the network was given, from 0 to 1.</summary>
    [JsonStringEnumMemberName("normalized")]
    Normalized,

    /// <summary>Pixels of the picture that the network was given.</summary>
    [JsonStringEnumMemberName("pixels")]
    Pixels,
}
