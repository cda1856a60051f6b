using Jarvis.Errors;
using Jarvis.Models.Onnx.Images;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Reads the boxes of the detectors: DETR (N. Carion et al., arXiv 2005.12872) and what gives boxes and scores apart, and the YOLO family
/// (J. Redmon et al., arXiv 1506.02640), in the forms of its versions.
/// </summary>
/// <param name="files">Says which form.</param>
internal sealed class BoxReader(ManifestFiles files)
{
    private readonly ManifestPostprocess _post = files.Manifest.Postprocess;

    /// <summary>The boxes that are sure enough, before any is dropped for another.</summary>
    /// <param name="row">What the network gave.</param>
    /// <param name="geometry">What it was given.</param>
    public List<FoundBox> Read(OutputRow row, ImageGeometry geometry)
    {
        var found = new List<FoundBox>();
        if (row.Has(OutputRole.Detections))
        {
            ReadDetections(row, geometry, found);
        }
        else
        {
            ReadBoxes(row, geometry, found);
        }

        return found;
    }

    /// <summary>How much two boxes of a class may share; null where none is dropped.</summary>
    public double? IouThreshold => _post.IouThreshold ?? (_post.Detections is DetectionForm.Yolov5 or DetectionForm.Yolov8 ? 0.45 : null);

    private void ReadBoxes(OutputRow row, ImageGeometry geometry, List<FoundBox> found)
    {
        var boxes = row.Get(OutputRole.Boxes, 2);
        var role = row.Has(OutputRole.Logits) ? OutputRole.Logits : OutputRole.Scores;
        var scores = row.Get(role, row.Has(OutputRole.Classes) ? 1 : 2);
        if (boxes.Shape[1] != 4 || scores.Shape[0] != boxes.Shape[0])
        {
            throw OutputRow.WrongShape(boxes.Shape[1] != 4 ? OutputRole.Boxes : role, boxes.Shape[1] != 4 ? boxes : scores);
        }

        var classes = row.Has(OutputRole.Classes) ? row.Get(OutputRole.Classes, 1) : null;
        if (classes is not null && classes.Shape[0] != boxes.Shape[0])
        {
            throw OutputRow.WrongShape(OutputRole.Classes, classes);
        }

        var activation = _post.Activation ?? (role is OutputRole.Logits ? Activation.Softmax : Activation.None);
        for (var i = 0; i < boxes.Shape[0]; i++)
        {
            var (best, score) = classes is null
                ? Best(Shares.Of(scores.Row(i), activation), _post.NoObjectClass ?? scores.Shape[1] == files.Labels.Length + 1)
                : ((int)classes.Values.Span[i], Math.Clamp(scores.Values.Span[i], 0, 1));
            Add(boxes.Row(i), BoxFormat.Cxcywh, BoxUnits.Normalized, best, score, geometry, found);
        }
    }

    private void ReadDetections(OutputRow row, ImageGeometry geometry, List<FoundBox> found)
    {
        var output = row.Get(OutputRole.Detections, 2);
        var form = _post.Detections!.Value;
        var (width, isAcross) = form switch { DetectionForm.Yolov5 => (5 + files.Labels.Length, false), DetectionForm.Yolov8 => (4 + files.Labels.Length, true), _ => (6, false) };
        if (output.Shape[isAcross ? 0 : 1] != width)
        {
            throw Error.ModelFailed(
                $"The model's detections have the shape {output.Shown}; {form} with {files.Labels.Length} labels has {width} values for each box. Correct labels or postprocess.detections in the manifest.",
                retryable: false);
        }

        var values = new float[width];
        var boxes = output.Shape[isAcross ? 1 : 0];
        for (var i = 0; i < boxes; i++)
        {
            for (var field = 0; field < width; field++)
            {
                values[field] = output.Values.Span[isAcross ? (field * boxes) + i : (i * width) + field];
            }

            if (form is DetectionForm.Yolov10)
            {
                Add(values, BoxFormat.Xyxy, BoxUnits.Pixels, (int)values[5], Math.Clamp(values[4], 0, 1), geometry, found);
                continue;
            }

            var (best, score) = Best(Shares.Of(values.AsSpan(width - files.Labels.Length), _post.Activation ?? Activation.None), hasNoObject: false);
            var certainty = form is DetectionForm.Yolov5 ? Shares.Of(values.AsSpan(4, 1), _post.Activation ?? Activation.None)[0] : 1;
            Add(values, BoxFormat.Cxcywh, BoxUnits.Pixels, best, score * certainty, geometry, found);
        }
    }

    private void Add(
        ReadOnlySpan<float> numbers, BoxFormat format, BoxUnits units, int best, float score, ImageGeometry geometry, List<FoundBox> found)
    {
        if (score < _post.Threshold || best < 0)
        {
            return;
        }

        if (best >= files.Labels.Length)
        {
            throw Error.ModelFailed($"The model found the class {best}, and the manifest names {files.Labels.Length}; correct its labels.", retryable: false);
        }

        var box = PixelBox.Of(numbers, _post.BoxFormat ?? format);
        var (x, y) = (_post.BoxUnits ?? units) is BoxUnits.Normalized ? (geometry.Width, geometry.Height) : (1, 1);
        found.Add(new(new(box.Xmin * x, box.Ymin * y, box.Xmax * x, box.Ymax * y), best, score));
    }

    private static (int Class, float Score) Best(ReadOnlySpan<float> shares, bool hasNoObject)
    {
        var classes = shares[..(hasNoObject ? shares.Length - 1 : shares.Length)];
        var best = classes.IsEmpty ? -1 : 0;
        for (var i = 1; i < classes.Length; i++)
        {
            best = classes[i] > classes[best] ? i : best;
        }

        return best < 0 ? (-1, 0) : (best, classes[best]);
    }
}
