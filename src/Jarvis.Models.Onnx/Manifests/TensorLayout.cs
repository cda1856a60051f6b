using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>The order of the dimensions of a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TensorLayout>))]
internal enum TensorLayout
{
    /// <summary>Batch × channels × height × width.</summary>
    [JsonStringEnumMemberName("nchw")]
    Nchw,

    /// <summary>Batch × height × width × channels.</summary>
    [JsonStringEnumMemberName("nhwc")]
    Nhwc,
}
