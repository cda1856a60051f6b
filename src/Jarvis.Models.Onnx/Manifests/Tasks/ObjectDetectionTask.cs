using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>objects</c>: <c>[{"label", "score", "box": {"xmin", "ymin", "xmax", "ymax"}}]</c> in pixels from the upper left, the surest
/// first, and <c>image</c>: the picture with the boxes drawn on it.
/// </summary>
/// <param name="files">Says how boxes are read.</param>
/// <param name="image">Makes pictures ready.</param>
internal sealed class ObjectDetectionTask(ManifestFiles files, ImageInput image) : IManifestTask
{
    private readonly BoxReader _reader = new(files);

    /// <inheritdoc/>
    public ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken) =>
        image.PrepareAsync(request, Read, cancellationToken);

    private ImmutableArray<ModelOutput> Read(OutputRow row, RgbImage picture, ImageGeometry geometry)
    {
        var found = _reader.Read(row, geometry);
        var kept = _reader.IouThreshold is { } threshold ? Boxes.Suppress(found, threshold) : [.. found.OrderByDescending(box => box.Score)];
        var objects = kept
            .Select(box => (box.Class, Object: new DetectedObject(files.Labels[box.Class], box.Score, ToPicture(box.Box, geometry))))
            .Where(box => box.Object.Box.Area > 0)
            .Take(files.Manifest.Postprocess.MaxObjects)
            .ToList();
        return
        [
            TaskJson.Write([.. objects.Select(box => box.Object)]),
            ModelOutput.FromBytes("image", MediaTypes.Png, "objects.png", PngWriter.Colour(Drawing.Outline(picture, [.. objects.Select(box => (box.Object.Box, Palette.Of(box.Class + 1)))]))),
        ];
    }

    /// <summary>A box in pixels of the picture, cut at its edges.</summary>
    /// <param name="box">In pixels of what the network was given.</param>
    /// <param name="geometry">Where the picture is on that.</param>
    internal static PixelBox ToPicture(PixelBox box, ImageGeometry geometry)
    {
        var (left, top) = geometry.ToSource(box.Xmin, box.Ymin);
        var (right, bottom) = geometry.ToSource(box.Xmax, box.Ymax);
        return new(Place(left, geometry.SourceWidth), Place(top, geometry.SourceHeight), Place(right, geometry.SourceWidth), Place(bottom, geometry.SourceHeight));

        // A tenth of a pixel is more than any detector is good for.
        static float Place(double place, int most) => (float)Math.Round(Math.Clamp(place, 0, most), 1);
    }
}
