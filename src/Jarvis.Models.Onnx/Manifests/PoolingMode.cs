using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How the vectors of tokens become one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolingMode>))]
internal enum PoolingMode
{
    /// <summary>Their mean.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>The first one.</summary>
    [JsonStringEnumMemberName("cls")]
    Cls,
}
