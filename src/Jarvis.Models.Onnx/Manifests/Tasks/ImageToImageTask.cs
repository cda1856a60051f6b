using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>image</c>: what the network makes of the picture. What was filled up at the edges of a picture that was not resized is cut off
/// again. A network does one thing: a prompt has no say in it.
/// </summary>
/// <param name="manifest">Says how pixels are read.</param>
/// <param name="image">Makes pictures ready.</param>
internal sealed class ImageToImageTask(OnnxManifest manifest, ImageInput image) : IManifestTask
{
    private const string Operation = "operation";
    private const long MaxPixels = 1L << 26;

    /// <inheritdoc/>
    public ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken) => request.Options.TryGetValue(Operation, out _)
        ? throw Error.InvalidRequest($"This model does one thing to a picture, and takes no '{Operation}'; leave it out, or use the model ffmpeg.")
        : image.PrepareAsync(request, Read, cancellationToken);

    private ImmutableArray<ModelOutput> Read(OutputRow row, RgbImage picture, ImageGeometry geometry)
    {
        var output = row.Get(OutputRole.Pixels, 3);
        var (height, width, channels) = manifest.Image!.Layout is TensorLayout.Nchw
            ? (output.Shape[1], output.Shape[2], output.Shape[0])
            : (output.Shape[0], output.Shape[1], output.Shape[2]);
        if (channels is not (1 or 3) || (long)width * height > MaxPixels)
        {
            throw OutputRow.WrongShape(OutputRole.Pixels, output);
        }

        var isWhole = manifest.Image.Resize is ResizeMode.None;
        var (keptWidth, keptHeight) = isWhole
            ? (Math.Max(1, (int)((long)width * picture.Width / geometry.Width)), Math.Max(1, (int)((long)height * picture.Height / geometry.Height)))
            : (width, height);
        var made = ImageTensor.Read(output.Values.Span, width, height, keptWidth, keptHeight, manifest);
        return [ModelOutput.FromBytes("image", MediaTypes.Png, "image.png", PngWriter.Colour(made))];
    }
}
