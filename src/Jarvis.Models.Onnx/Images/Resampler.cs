using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Images;

/// <summary>
/// Resizes pictures as Pillow does, which models' own pre-processing uses: a filter over the pixels around, wider where the picture is made
/// smaller, first along rows and then along columns, each rounded to bytes.
/// </summary>
internal static class Resampler
{
    private const int Channels = 3;

    /// <summary>Resizes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="filter">How pixels are made.</param>
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter)
    {
        if ((width, height) == (image.Width, image.Height))
        {
            return image;
        }

        var columns = ResampleWeights.Make(image.Width, width, filter);
        var narrow = new byte[width * image.Height * Channels];
        for (var y = 0; y < image.Height; y++)
        {
            Across(image.Pixels.Span.Slice(y * image.Width * Channels, image.Width * Channels), columns, narrow.AsSpan(y * width * Channels, width * Channels));
        }

        var rows = ResampleWeights.Make(image.Height, height, filter);
        var pixels = new byte[width * height * Channels];
        for (var y = 0; y < height; y++)
        {
            Down(narrow, rows[y], pixels.AsSpan(y * width * Channels, width * Channels));
        }

        return new(width, height, pixels);
    }

    private static void Across(ReadOnlySpan<byte> row, ResampleWeights[] columns, Span<byte> target)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var (red, green, blue) = (0f, 0f, 0f);
            var from = columns[x].First * Channels;
            foreach (var weight in columns[x].Weights)
            {
                red += row[from] * weight;
                green += row[from + 1] * weight;
                blue += row[from + 2] * weight;
                from += Channels;
            }

            (target[x * Channels], target[(x * Channels) + 1], target[(x * Channels) + 2]) = (Byte(red), Byte(green), Byte(blue));
        }
    }

    private static void Down(ReadOnlySpan<byte> pixels, ResampleWeights row, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 0f;
            var from = (row.First * target.Length) + i;
            foreach (var weight in row.Weights)
            {
                sum += pixels[from] * weight;
                from += target.Length;
            }

            target[i] = Byte(sum);
        }
    }

    private static byte Byte(float value) => (byte)Math.Clamp((int)MathF.Floor(value + 0.5f), 0, 255);
}
