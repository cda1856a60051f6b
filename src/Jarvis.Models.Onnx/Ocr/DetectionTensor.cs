namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Fills the input of text detection: three planes, blue first, normalised the way PaddleOCR trains.</summary>
internal static class DetectionTensor
{
    private static readonly float[][] Tables =
    [
        ChannelTable.Make(0.485f, 0.229f),
        ChannelTable.Make(0.456f, 0.224f),
        ChannelTable.Make(0.406f, 0.225f),
    ];

    /// <summary>Draws an image into the planes, resized between pixels, and repeats its right and bottom edge over what is left.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">The size that the image gets.</param>
    /// <param name="planes">Three planes of <paramref name="planeSize"/>.</param>
    /// <param name="planeSize">At least <paramref name="size"/>.</param>
    public static void Fill(RgbImage image, (int Width, int Height) size, Span<float> planes, (int Width, int Height) planeSize)
    {
        var resized = size != (image.Width, image.Height);
        var columns = resized ? LinearTaps.Make(image.Width, size.Width) : [];
        var rows = resized ? LinearTaps.Make(image.Height, size.Height) : [];
        var line = new byte[size.Width * 3];
        var plane = planeSize.Width * planeSize.Height;
        for (var y = 0; y < planeSize.Height; y++)
        {
            var source = Math.Min(y, size.Height - 1);
            var pixels = resized
                ? LinearTaps.Blend(image, columns, rows[source], line)
                : image.Pixels.Span.Slice(source * image.Width * 3, image.Width * 3);
            for (var channel = 0; channel < 3; channel++)
            {
                var target = planes.Slice((channel * plane) + (y * planeSize.Width), planeSize.Width);
                FillRow(pixels[(2 - channel)..], Tables[channel], target[..size.Width]);
                target[size.Width..].Fill(target[size.Width - 1]);
            }
        }
    }

    private static void FillRow(ReadOnlySpan<byte> pixels, ReadOnlySpan<float> table, Span<float> target)
    {
        var from = 0;
        for (var x = 0; x < target.Length; x++)
        {
            target[x] = table[pixels[from]];
            from += 3;
        }
    }
}
