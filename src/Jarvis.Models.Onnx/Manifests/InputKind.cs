using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What an input of a network is given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InputKind>))]
internal enum InputKind
{
    /// <summary>The picture, in the manifest's layout.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>1 for each pixel of the picture, 0 for those that only fill it up: batch × height × width.</summary>
    [JsonStringEnumMemberName("pixel_mask")]
    PixelMask,

    /// <summary>The tokens: batch × length.</summary>
    [JsonStringEnumMemberName("input_ids")]
    InputIds,

    /// <summary>1 for each token, 0 for those that only fill up: batch × length.</summary>
    [JsonStringEnumMemberName("attention_mask")]
    AttentionMask,

    /// <summary>The segment of each token: batch × length.</summary>
    [JsonStringEnumMemberName("token_type_ids")]
    TokenTypeIds,
}
