using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>image</c>: a picture of the same size in greys, from black where the network gives its least value to white where it gives its
/// greatest. Most networks give how near a place is; some give how far it is.
/// </summary>
/// <param name="image">Makes pictures ready.</param>
internal sealed class DepthEstimationTask(ImageInput image) : IManifestTask
{
    /// <inheritdoc/>
    public ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken) =>
        image.PrepareAsync(request, Read, cancellationToken);

    private static ImmutableArray<ModelOutput> Read(OutputRow row, RgbImage picture, ImageGeometry geometry)
    {
        var depth = row.Get(OutputRole.Depth, 2);
        var map = new PixelMap(depth.Shape[1], depth.Shape[0], depth.Values, geometry);
        var values = new float[picture.Width * picture.Height];
        var (least, greatest) = (float.MaxValue, float.MinValue);
        for (var i = 0; i < values.Length; i++)
        {
            map.Sample((i % picture.Width) + 0.5, (i / picture.Width) + 0.5, values.AsSpan(i, 1));
            (least, greatest) = (Math.Min(least, values[i]), Math.Max(greatest, values[i]));
        }

        var range = Math.Max((double)greatest - least, double.Epsilon);
        var greys = Array.ConvertAll(values, value => (byte)Math.Round(255 * ((double)value - least) / range));
        return [ModelOutput.FromBytes("image", MediaTypes.Png, "depth.png", PngWriter.Grey(picture.Width, picture.Height, greys))];
    }
}
