namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How what a network gives is read.</summary>
/// <remarks>Its properties can be set because the serializer keeps the defaults of such only.</remarks>
internal sealed record ManifestPostprocess
{
    /// <summary>What makes shares of what the network gives. Default: softmax for logits, nothing for anything else.</summary>
    public Activation? Activation { get; set; }

    /// <summary>The most labels to give, 1 to 1,000. Default 5.</summary>
    public int TopK { get; set; } = 5;

    /// <summary>The least score of an object, or of a pixel of a mask, from 0 to 1. Default 0.5.</summary>
    public double Threshold { get; set; } = 0.5;

    /// <summary>
    /// Of two boxes of a class that share more than this (intersection over union) the less sure one is dropped. Null drops none: the
    /// default but for the YOLO forms that need it, where it is 0.45.
    /// </summary>
    public double? IouThreshold { get; set; }

    /// <summary>The most objects to give, 1 to 1,000. Default 100.</summary>
    public int MaxObjects { get; set; } = 100;

    /// <summary>What the four numbers of a box are. Default: centre, width and height; corners for YOLO 10.</summary>
    public BoxFormat? BoxFormat { get; set; }

    /// <summary>What the numbers of a box count. Default: shares of the input's size; its pixels for YOLO.</summary>
    public BoxUnits? BoxUnits { get; set; }

    /// <summary>
    /// Whether the last class of a box means that nothing is there, as DETR has it. Default: where there is one class more than labels.
    /// </summary>
    public bool? NoObjectClass { get; set; }

    /// <summary>The form of <see cref="OutputRole.Detections"/>.</summary>
    public DetectionForm? Detections { get; set; }

    /// <summary>The class that is no segment, such as the background; null for none.</summary>
    public string? Background { get; set; }

    /// <summary>How tokens become entities. Default: <see cref="AggregationStrategy.Simple"/>.</summary>
    public AggregationStrategy Aggregation { get; set; } = AggregationStrategy.Simple;

    /// <summary>How vectors of tokens become one. Default: <see cref="PoolingMode.Mean"/>.</summary>
    public PoolingMode Pooling { get; set; } = PoolingMode.Mean;

    /// <summary>The most tokens of an answer, 1 to 512. Default 15, as in Hugging Face's pipeline.</summary>
    public int MaxAnswerLength { get; set; } = 15;

    /// <summary>How many tokens two windows of a long text share. Default 128, as in Hugging Face's pipeline.</summary>
    public int DocStride { get; set; } = 128;

    /// <summary>What each value of an output picture is multiplied with to be from 0 to 255. Default 255.</summary>
    public double PixelScale { get; set; } = 255;

    /// <summary>What is added after that. Default 0.</summary>
    public double PixelOffset { get; set; }
}
