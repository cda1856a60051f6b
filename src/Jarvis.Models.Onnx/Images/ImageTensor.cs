using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Images;

/// <summary>Makes of a picture what a network takes, and of what a network gives a picture.</summary>
internal static class ImageTensor
{
    /// <summary>How many channels there are.</summary>
    /// <param name="image">The manifest's part.</param>
    public static int Channels(ManifestImage image) => image.ChannelOrder is ChannelOrder.Gray ? 1 : 3;

    /// <summary>What a network takes of a picture: (value × rescale - mean) / std.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="geometry">Where it goes.</param>
    /// <param name="image">The manifest's part.</param>
    /// <returns>Channels × height × width, or height × width × channels.</returns>
    public static float[] Fill(RgbImage picture, ImageGeometry geometry, ManifestImage image)
    {
        var resized = Resampler.Resize(picture, geometry.ResizedWidth, geometry.ResizedHeight, image.Resample);
        var channels = Channels(image);
        var tables = Enumerable.Range(0, channels).Select(channel => Table(image, channel)).ToArray();
        var values = new float[channels * geometry.Height * geometry.Width];
        var repeatsEdge = image.Resize is ResizeMode.None;
        for (var y = 0; y < geometry.Height; y++)
        {
            for (var x = 0; x < geometry.Width; x++)
            {
                var (fromX, fromY) = (x - geometry.OffsetX, y - geometry.OffsetY);
                var isInside = fromX >= 0 && fromY >= 0 && fromX < resized.Width && fromY < resized.Height;
                var pixel = isInside || repeatsEdge
                    ? resized.Pixels.Span.Slice(((Math.Min(fromY, resized.Height - 1) * resized.Width) + Math.Min(fromX, resized.Width - 1)) * 3, 3)
                    : default;
                for (var channel = 0; channel < channels; channel++)
                {
                    var value = pixel.IsEmpty ? Padding(image) : Channel(pixel, image.ChannelOrder, channel);
                    values[Place(image.Layout, channels, geometry, channel, y, x)] = tables[channel][value];
                }
            }
        }

        return values;
    }

    /// <summary>The picture that a network gives.</summary>
    /// <param name="values">Its values, in the manifest's layout.</param>
    /// <param name="width">Columns of the values.</param>
    /// <param name="height">Rows of the values.</param>
    /// <param name="keptWidth">Columns to keep, from the left.</param>
    /// <param name="keptHeight">Rows to keep, from the top.</param>
    /// <param name="manifest">Says how they are read.</param>
    public static RgbImage Read(ReadOnlySpan<float> values, int width, int height, int keptWidth, int keptHeight, OnnxManifest manifest)
    {
        var image = manifest.Image!;
        var (channels, order) = values.Length == width * height ? (1, ChannelOrder.Gray) : (3, image.ChannelOrder);
        var pixels = new byte[keptWidth * keptHeight * 3];
        var size = new ImageGeometry(width, height, width, height, width, height, 0, 0);
        for (var y = 0; y < keptHeight; y++)
        {
            for (var x = 0; x < keptWidth; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    var channel = order switch { ChannelOrder.Gray => 0, ChannelOrder.Bgr => 2 - colour, _ => colour };
                    var value = (values[Place(image.Layout, channels, size, channel, y, x)] * manifest.Postprocess.PixelScale) + manifest.Postprocess.PixelOffset;
                    pixels[(((y * keptWidth) + x) * 3) + colour] = (byte)Math.Clamp(Math.Round(value), 0, 255);
                }
            }
        }

        return new(keptWidth, keptHeight, pixels);
    }

    private static int Place(TensorLayout layout, int channels, ImageGeometry size, int channel, int y, int x) => layout is TensorLayout.Nchw
        ? (((channel * size.Height) + y) * size.Width) + x
        : (((y * size.Width) + x) * channels) + channel;

    private static float[] Table(ManifestImage image, int channel)
    {
        var (mean, deviation) = (image.ImageMean?[channel] ?? 0, image.ImageStd?[channel] ?? 1);
        return [.. Enumerable.Range(0, 256).Select(value => (float)(((value * image.RescaleFactor) - mean) / deviation))];
    }

    // What a crop that is larger than the picture adds is black, as in Hugging Face's; letterboxes have a colour.
    private static byte Padding(ManifestImage image) => image.Resize is ResizeMode.Letterbox ? (byte)image.PadValue : (byte)0;

    // The lightness of ITU-R BT.601, as Pillow's "L".
    private static byte Channel(ReadOnlySpan<byte> pixel, ChannelOrder order, int channel) => order switch
    {
        ChannelOrder.Gray => (byte)(((pixel[0] * 19595) + (pixel[1] * 38470) + (pixel[2] * 7471) + 0x8000) >> 16),
        ChannelOrder.Bgr => pixel[2 - channel],
        _ => pixel[channel],
    };
}
