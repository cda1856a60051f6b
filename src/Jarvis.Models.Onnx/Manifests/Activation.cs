using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What makes shares of logits.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
internal enum Activation
{
    /// <summary>One class is right: the shares are 1 together.</summary>
    [JsonStringEnumMemberName("softmax")]
    Softmax,

    /// <summary>Several classes may be right: each has a share of its own.</summary>
    [JsonStringEnumMemberName("sigmoid")]
    Sigmoid,

    /// <summary>The network has done it.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
