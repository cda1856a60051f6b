using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Makes the picture of a request ready.</summary>
/// <param name="manifest">Says how.</param>
/// <param name="decoder">Decodes it.</param>
internal sealed class ImageInput(OnnxManifest manifest, IMediaDecoder decoder)
{
    private const long MaxPixels = 1L << 24;

    private const int TypicalWidth = 640;

    private const int TypicalHeight = 480;

    /// <summary>The picture, and where it is on what the network is given.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Makes the outputs of what the network gave for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<PreparedRequest> PrepareAsync(
        ModelRequest request, Func<OutputRow, RgbImage, ImageGeometry, ImmutableArray<ModelOutput>> read, CancellationToken cancellationToken)
    {
        var input = request.One("image");
        var picture = RgbImage.From(await decoder.DecodeImageAsync(input, cancellationToken).ConfigureAwait(false));
        var image = manifest.Image!;
        var geometry = ImageGeometry.Of(image, picture.Width, picture.Height);
        if ((long)geometry.Width * geometry.Height > MaxPixels || (long)geometry.ResizedWidth * Math.Max(geometry.ResizedHeight, picture.Height) > 4 * MaxPixels)
        {
            throw Error.TooLarge($"'{input.Name}' ({picture.Width} × {picture.Height}) is more than the {MaxPixels:N0} pixels that this model takes, or too long for its width; resize it first.");
        }

        // A float for each channel of a large picture is work for a thread, not for who waits.
        var values = await Task.Run(() => ImageTensor.Fill(picture, geometry, image), cancellationToken).ConfigureAwait(false);
        return new([Feed(values, geometry)], rows => read(rows[0], picture, geometry));
    }

    /// <summary>What the network is given of a picture of a typical size.</summary>
    public FeedValue[] Typical()
    {
        var pixels = new byte[TypicalWidth * TypicalHeight * 3];
        new Random(1).NextBytes(pixels);
        var geometry = ImageGeometry.Of(manifest.Image!, TypicalWidth, TypicalHeight);
        return Feed(ImageTensor.Fill(new RgbImage(TypicalWidth, TypicalHeight, pixels), geometry, manifest.Image!), geometry);
    }

    private FeedValue[] Feed(float[] values, ImageGeometry geometry) => [.. manifest.Inputs.Select(port => Value(port.Role, values, geometry))];

    private FeedValue Value(InputKind kind, float[] values, ImageGeometry geometry)
    {
        var channels = ImageTensor.Channels(manifest.Image!);
        return kind is InputKind.PixelMask ? FeedValue.Dense(Mask(geometry), geometry.Height, geometry.Width)
            : manifest.Image!.Layout is TensorLayout.Nchw ? FeedValue.Dense(values, channels, geometry.Height, geometry.Width)
            : FeedValue.Dense(values, geometry.Height, geometry.Width, channels);
    }

    private static float[] Mask(ImageGeometry geometry)
    {
        var mask = new float[geometry.Width * geometry.Height];
        for (var i = 0; i < mask.Length; i++)
        {
            var (x, y) = ((i % geometry.Width) - geometry.OffsetX, (i / geometry.Width) - geometry.OffsetY);
            mask[i] = x >= 0 && y >= 0 && x < geometry.ResizedWidth && y < geometry.ResizedHeight ? 1 : 0;
        }

        return mask;
    }
}
