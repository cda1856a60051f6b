using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How YOLO puts boxes and scores into one output.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DetectionForm>))]
internal enum DetectionForm
{
    /// <summary>Boxes × (box, whether something is there, classes): versions 5, 6 and 7.</summary>
    [JsonStringEnumMemberName("yolov5")]
    Yolov5,

    /// <summary>(Box, classes) × boxes: versions 8, 9, 11 and 12.</summary>
    [JsonStringEnumMemberName("yolov8")]
    Yolov8,

    /// <summary>Boxes × (corners, score, class), nothing to drop any more: version 10, and others with it built in.</summary>
    [JsonStringEnumMemberName("yolov10")]
    Yolov10,
}
