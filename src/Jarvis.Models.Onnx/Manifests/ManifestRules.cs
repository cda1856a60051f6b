using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What a manifest has to be beyond its form.</summary>
internal static class ManifestRules
{
    private const int MaxEdge = 8_192;
    private const int MaxTokens = 8_192;
    private const int MaxLabels = 100_000;
    private const int MaxPorts = 16;

    /// <summary>What is wrong, the field and the fault of each.</summary>
    /// <param name="manifest">The manifest.</param>
    public static IEnumerable<(string Field, string Fault)> Check(OnnxManifest manifest) => manifest.Version != OnnxManifest.CurrentVersion
        ? [("version", $"it is {manifest.Version}; this program reads version {OnnxManifest.CurrentVersion}")]
        : ManifestTasks.All.TryGetValue(manifest.Task, out var task)
            ? [.. CheckPorts(manifest, task), .. CheckParts(manifest, task), .. CheckImage(manifest), .. CheckPostprocess(manifest)]
            : [("task", $"it has to be one of {string.Join(", ", ManifestTasks.All.Keys.Order(StringComparer.Ordinal))}")];

    private static IEnumerable<(string Field, string Fault)> CheckPorts(OnnxManifest manifest, ManifestTasks task)
    {
        if (manifest.Inputs.IsDefaultOrEmpty || manifest.Inputs.Length > MaxPorts || manifest.Outputs.IsDefaultOrEmpty || manifest.Outputs.Length > MaxPorts)
        {
            yield return (manifest.Inputs.IsDefaultOrEmpty ? "inputs" : "outputs", $"it needs 1 to {MaxPorts} items");
            yield break;
        }

        if (manifest.Inputs.Contains(null!) || manifest.Outputs.Contains(null!))
        {
            yield return (manifest.Inputs.Contains(null!) ? "inputs" : "outputs", "an item is null");
            yield break;
        }

        var kinds = new List<InputKind>();
        for (var i = 0; i < manifest.Inputs.Length; i++)
        {
            if (Fault(() => kinds.Add(manifest.Inputs[i].Role)) is { } fault)
            {
                yield return ($"inputs[{i}]", fault);
            }
        }

        var roles = new List<OutputRole>();
        for (var i = 0; i < manifest.Outputs.Length; i++)
        {
            if (Fault(() => roles.Add(manifest.Outputs[i].Kind)) is { } fault)
            {
                yield return ($"outputs[{i}]", fault);
            }
        }

        var main = task.TakesImage ? InputKind.Image : InputKind.InputIds;
        if (kinds.Count(kind => kind == main) != 1 || kinds.Distinct().Count() != kinds.Count || kinds.Any(kind => IsOfImage(kind) != task.TakesImage))
        {
            yield return ("inputs", $"{manifest.Task} takes one input of the kind {(task.TakesImage ? "image" : "input_ids")}, and others of {(task.TakesImage ? "pictures" : "text")} once each");
        }

        if (!task.Outputs.Any(set => set.Length == roles.Count && set.All(roles.Contains)))
        {
            yield return ("outputs", $"{manifest.Task} needs outputs of exactly these roles: {string.Join(", or ", task.Outputs.Select(set => string.Join(" and ", set.Select(Name))))}");
        }

        if (roles.Contains(OutputRole.Detections) != manifest.Postprocess.Detections is not null)
        {
            yield return ("postprocess.detections", "it goes with an output of the role detections: yolov5, yolov8 or yolov10");
        }
    }

    private static IEnumerable<(string Field, string Fault)> CheckParts(OnnxManifest manifest, ManifestTasks task)
    {
        var labels = Convert.ToInt32(manifest.Labels is not null) + Convert.ToInt32(manifest.LabelsById is not null) + Convert.ToInt32(manifest.LabelsFile is not null);
        if (labels > 1 || (task.NeedsLabels && labels == 0))
        {
            yield return ("labels", $"{manifest.Task} needs one of labels, id2label and labels_file");
        }

        if (manifest.Labels is { } names && (names.IsDefaultOrEmpty || names.Length > MaxLabels))
        {
            yield return ("labels", $"it needs 1 to {MaxLabels:N0} names");
        }

        if (manifest.LabelsById is { } byId && Enumerable.Range(0, byId.Count).Any(i => !byId.ContainsKey($"{i}")))
        {
            yield return ("id2label", "its numbers have to go from 0 up without a gap");
        }

        if (manifest.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            yield return ("sha256", "it has to be 64 hexadecimal digits");
        }

        if (task.TakesImage != manifest.Image is not null)
        {
            yield return ("image", task.TakesImage ? $"{manifest.Task} needs it" : $"{manifest.Task} takes no picture");
        }

        if (task.TakesText != manifest.Tokenizer is not null)
        {
            yield return ("tokenizer", task.TakesText ? $"{manifest.Task} needs it" : $"{manifest.Task} takes no text");
        }

        if (manifest.Tokenizer is { MaxLength: < 8 or > MaxTokens })
        {
            yield return ("tokenizer.max_length", $"it has to be from 8 to {MaxTokens:N0}");
        }
    }

    private static IEnumerable<(string Field, string Fault)> CheckImage(OnnxManifest manifest)
    {
        if (manifest.Image is not { } image)
        {
            yield break;
        }

        var channels = image.ChannelOrder is ChannelOrder.Gray ? 1 : 3;
        if (image.Resize is ResizeMode.None != image.Size is null)
        {
            yield return ("image.size", image.Size is null ? "it is missing" : "resize is none, so there is no size");
        }

        var hasEdge = image.Size is { ShortestEdge: not null, Height: null, Width: null };
        var hasBoth = image.Size is { ShortestEdge: null, LongestEdge: null, Height: not null, Width: not null };
        if (image.Size is not null && !(image.Resize is ResizeMode.ShortestEdge ? hasEdge : hasBoth))
        {
            yield return ("image.size", image.Resize is ResizeMode.ShortestEdge ? "resize is shortest_edge, so it needs shortest_edge" : "it needs height and width");
        }

        if (image.CropSize is not null and not { ShortestEdge: null, LongestEdge: null, Height: not null, Width: not null })
        {
            yield return ("image.crop_size", "it needs height and width");
        }

        if (image.CropSize is not null && image.Resize is ResizeMode.None or ResizeMode.Letterbox)
        {
            yield return ("image.crop_size", "it goes with resize stretch and shortest_edge only");
        }

        foreach (var (field, size) in new[] { ("image.size", image.Size), ("image.crop_size", image.CropSize) })
        {
            if (new[] { size?.Height, size?.Width, size?.ShortestEdge, size?.LongestEdge }.Any(edge => edge is < 1 or > MaxEdge))
            {
                yield return (field, $"an edge has to be from 1 to {MaxEdge:N0} pixels");
            }
        }

        if (image.Size?.LongestEdge < image.Size?.ShortestEdge)
        {
            yield return ("image.size.longest_edge", "it is less than shortest_edge");
        }

        if (image.SizeDivisor is < 1 or > 512)
        {
            yield return ("image.size_divisor", "it has to be from 1 to 512");
        }

        if (image.PadValue is < 0 or > 255)
        {
            yield return ("image.pad_value", "it has to be from 0 to 255");
        }

        if (Wrong(image.ImageMean, channels, _ => true))
        {
            yield return ("image.image_mean", $"it needs {channels} numbers, one for each channel");
        }

        if (Wrong(image.ImageStd, channels, value => value > 0))
        {
            yield return ("image.image_std", $"it needs {channels} numbers above 0, one for each channel");
        }
    }

    private static IEnumerable<(string Field, string Fault)> CheckPostprocess(OnnxManifest manifest)
    {
        var post = manifest.Postprocess;
        foreach (var (field, value, least, most) in new (string, double, double, double)[]
        {
            ("top_k", post.TopK, 1, 1_000),
            ("threshold", post.Threshold, 0, 1),
            ("iou_threshold", post.IouThreshold ?? 0, 0, 1),
            ("max_objects", post.MaxObjects, 1, 1_000),
            ("max_answer_length", post.MaxAnswerLength, 1, 512),
            ("doc_stride", post.DocStride, 0, manifest.Tokenizer?.MaxLength - 1 ?? 128),
        })
        {
            if (!(value >= least && value <= most) && (field is not "doc_stride" || manifest.Task is TaskTypes.QuestionAnswering))
            {
                yield return ($"postprocess.{field}", $"it has to be from {least} to {most}");
            }
        }
    }

    private static bool Wrong(ImmutableArray<double>? values, int channels, Func<double, bool> isRight) =>
        values is { } given && (given.IsDefault || given.Length != channels || !given.All(isRight));

    private static bool IsOfImage(InputKind kind) => kind is InputKind.Image or InputKind.PixelMask;

    private static string Name(OutputRole role) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName($"{role}");

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
