using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How tokens become entities, by the names of Hugging Face's pipeline.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AggregationStrategy>))]
internal enum AggregationStrategy
{
    /// <summary>Each token is one.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Neighbours of one class are one; B- begins another.</summary>
    [JsonStringEnumMemberName("simple")]
    Simple,

    /// <summary>The same, and a word is of the class of its first token.</summary>
    [JsonStringEnumMemberName("first")]
    First,
}
