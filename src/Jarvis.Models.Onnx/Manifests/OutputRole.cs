using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What an output of a network is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutputRole>))]
internal enum OutputRole
{
    /// <summary>
    /// A value for each class: batch × classes; of tokens batch × length × classes, of boxes batch × boxes × classes, of pixels
    /// batch × classes × height × width.
    /// </summary>
    [JsonStringEnumMemberName("logits")]
    Logits,

    /// <summary>Boxes: batch × boxes × 4.</summary>
    [JsonStringEnumMemberName("boxes")]
    Boxes,

    /// <summary>How sure each box is: batch × boxes × classes, or batch × boxes where <see cref="Classes"/> says which.</summary>
    [JsonStringEnumMemberName("scores")]
    Scores,

    /// <summary>The class of each box: batch × boxes.</summary>
    [JsonStringEnumMemberName("classes")]
    Classes,

    /// <summary>Boxes and scores in one, as YOLO gives them.</summary>
    [JsonStringEnumMemberName("detections")]
    Detections,

    /// <summary>One value for each pixel: batch × 1 × height × width, or batch × height × width.</summary>
    [JsonStringEnumMemberName("mask")]
    Mask,

    /// <summary>How near or far each pixel is: batch × height × width, or batch × 1 × height × width.</summary>
    [JsonStringEnumMemberName("depth")]
    Depth,

    /// <summary>A vector for each token: batch × length × size.</summary>
    [JsonStringEnumMemberName("token_embeddings")]
    TokenEmbeddings,

    /// <summary>A vector for the text: batch × size.</summary>
    [JsonStringEnumMemberName("embedding")]
    Embedding,

    /// <summary>How likely the answer begins at each token: batch × length.</summary>
    [JsonStringEnumMemberName("start_logits")]
    StartLogits,

    /// <summary>How likely the answer ends with each token: batch × length.</summary>
    [JsonStringEnumMemberName("end_logits")]
    EndLogits,

    /// <summary>A picture, in the manifest's layout.</summary>
    [JsonStringEnumMemberName("pixels")]
    Pixels,
}
