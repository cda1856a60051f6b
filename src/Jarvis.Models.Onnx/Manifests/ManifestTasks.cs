using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What a manifest of each task type has to name.</summary>
/// <param name="TakesImage">Whether it takes a picture.</param>
/// <param name="TakesText">Whether it takes text.</param>
/// <param name="NeedsLabels">Whether it has classes.</param>
/// <param name="Outputs">The outputs that will do, each a set of those that belong together.</param>
internal sealed record ManifestTasks(bool TakesImage, bool TakesText, bool NeedsLabels, ImmutableArray<ImmutableArray<OutputRole>> Outputs)
{
    private static readonly ImmutableArray<ImmutableArray<OutputRole>> Detections =
    [
        [OutputRole.Boxes, OutputRole.Logits],
        [OutputRole.Boxes, OutputRole.Scores],
        [OutputRole.Boxes, OutputRole.Scores, OutputRole.Classes],
        [OutputRole.Detections],
    ];

    /// <summary>The task types that a manifest can be of.</summary>
    public static FrozenDictionary<string, ManifestTasks> All { get; } = new Dictionary<string, ManifestTasks>
    {
        [TaskTypes.DepthEstimation] = Image([OutputRole.Depth]),
        [TaskTypes.ImageClassification] = Image([OutputRole.Logits]) with { NeedsLabels = true },
        [TaskTypes.ImageSegmentation] = Image([OutputRole.Logits], [OutputRole.Mask]) with { NeedsLabels = true },
        [TaskTypes.ImageToImage] = Image([OutputRole.Pixels]),
        [TaskTypes.ObjectDetection] = new(TakesImage: true, TakesText: false, NeedsLabels: true, Detections),
        [TaskTypes.QuestionAnswering] = Text([OutputRole.StartLogits, OutputRole.EndLogits]),
        [TaskTypes.SentenceSimilarity] = Text([OutputRole.TokenEmbeddings], [OutputRole.Embedding]),
        [TaskTypes.TextClassification] = Text([OutputRole.Logits]) with { NeedsLabels = true },
        [TaskTypes.TokenClassification] = Text([OutputRole.Logits]) with { NeedsLabels = true },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static ManifestTasks Image(params ImmutableArray<ImmutableArray<OutputRole>> outputs) => new(true, false, false, outputs);

    private static ManifestTasks Text(params ImmutableArray<ImmutableArray<OutputRole>> outputs) => new(false, true, false, outputs);
}
