using Jarvis.Errors;
using Jarvis.Media;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>A picture, three bytes a pixel.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Width × height × 3 bytes, row by row, red-green-blue.</param>
internal readonly record struct RgbImage(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>The picture that a decoder gave.</summary>
    /// <param name="image">Decoded.</param>
    /// <exception cref="JarvisException">Its pixels are not of its size (<see cref="ErrorCode.UnsupportedMedia"/>).</exception>
    public static RgbImage From(DecodedImage image) =>
        image is { Width: > 0, Height: > 0 } && (long)image.Width * image.Height * 3 == image.Pixels.Length
            ? new(image.Width, image.Height, image.Pixels)
            : throw Error.UnsupportedMedia("The image was decoded to another size than it names; convert it to PNG.");

    /// <summary>The picture made smaller by a whole factor: each pixel is the mean of a square. A rest at the right and bottom edge is dropped.</summary>
    /// <param name="factor">At least 1.</param>
    public RgbImage Shrink(int factor)
    {
        var (width, height) = (Math.Max(1, Width / factor), Math.Max(1, Height / factor));
        var (across, down) = (Math.Min(factor, Width), Math.Min(factor, Height));
        var source = Pixels.Span;
        var target = new byte[width * height * 3];
        var sums = new int[width * 3];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            for (var row = 0; row < down; row++)
            {
                AddRow(source.Slice(((y * factor) + row) * Width * 3, Width * 3), sums, across);
            }

            var line = target.AsSpan(y * width * 3, width * 3);
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = (byte)(sums[i] / (across * down));
            }
        }

        return new(width, height, target);
    }

    private static void AddRow(ReadOnlySpan<byte> row, Span<int> sums, int across)
    {
        var from = 0;
        for (var i = 0; i + 2 < sums.Length; i += 3)
        {
            for (var end = from + (across * 3); from < end; from += 3)
            {
                sums[i] += row[from];
                sums[i + 1] += row[from + 1];
                sums[i + 2] += row[from + 2];
            }
        }
    }
}
