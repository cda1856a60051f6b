using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>segments</c>: <c>[{"label", "score", "mask"}]</c>, the largest first, each mask a PNG of the picture's size in Base64, and
/// <c>image</c>: of classes a picture of their colours (PASCAL VOC's), black where none is; of a mask its shares as greys.
/// </summary>
/// <param name="files">Says how pixels are read.</param>
/// <param name="image">Makes pictures ready.</param>
internal sealed class SegmentationTask(ManifestFiles files, ImageInput image) : IManifestTask
{
    private const int MaxSegments = 64;

    /// <summary>Classes are told apart at no more places than this; a larger picture's are those of the nearest place.</summary>
    private const int MaxPlaces = 1 << 20;

    private readonly ManifestPostprocess _post = files.Manifest.Postprocess;

    /// <inheritdoc/>
    public ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken) =>
        image.PrepareAsync(request, Read, cancellationToken);

    private ImmutableArray<ModelOutput> Read(OutputRow row, RgbImage picture, ImageGeometry geometry)
    {
        var isMask = row.Has(OutputRole.Mask);
        var map = Map(row, isMask, geometry);
        if (map.Classes != files.Labels.Length)
        {
            throw Error.ModelFailed($"The model tells {map.Classes} classes of pixels apart, and the manifest names {files.Labels.Length}; correct its labels.", retryable: false);
        }

        // One class is there or not; of several each pixel is of one.
        var shrink = Math.Sqrt(Math.Max(1, (double)picture.Width * picture.Height / MaxPlaces));
        var places = new SegmentPlaces(Math.Max(1, (int)(picture.Width / shrink)), Math.Max(1, (int)(picture.Height / shrink)), picture.Width, picture.Height);
        var activation = _post.Activation ?? (isMask ? Activation.None : map.Classes == 1 ? Activation.Sigmoid : Activation.Softmax);
        places.Decide(map, activation, _post.Threshold, _post.Background is { } background ? files.Labels.IndexOf(background) : -1);
        return
        [
            ModelOutput.FromBytes("image", MediaTypes.Png, "segments.png", map.Classes == 1 ? places.Greys() : places.Colours()),
            TaskJson.Write([.. places.Segments()
                .OrderByDescending(segment => segment.Pixels)
                .Take(MaxSegments)
                .Select(segment => new ImageSegment(files.Labels[segment.Class], segment.Score, places.Mask(segment.Class)))]),
        ];
    }

    private static PixelMap Map(OutputRow row, bool isMask, ImageGeometry geometry)
    {
        if (isMask)
        {
            var mask = row.Get(OutputRole.Mask, 2);
            return new(mask.Shape[1], mask.Shape[0], mask.Values, geometry);
        }

        var logits = row.Get(OutputRole.Logits, 3);
        return new(logits.Shape[2], logits.Shape[1], logits.Values, geometry);
    }
}
