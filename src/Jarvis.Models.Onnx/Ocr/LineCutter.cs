using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Cuts lines of text out of a page.</summary>
internal static class LineCutter
{
    /// <summary>Longer lines are squeezed: it bounds what one line costs.</summary>
    public const int MaxWidth = 3200;

    private const int One = 256;

    /// <summary>Cuts out a box, resized between pixels; what lies outside the page repeats its edge.</summary>
    /// <param name="page">The page.</param>
    /// <param name="box">In pixels of the page.</param>
    public static LineImage Cut(PagePyramid page, RotatedRectangle box)
    {
        var factor = Math.Max(1, (int)(box.Height / LineImage.Height));
        var image = page.At(factor);
        var local = box.Scale(1f / factor);
        var width = Math.Clamp((int)MathF.Round(LineImage.Height * box.Width / box.Height), 1, MaxWidth);
        var pixels = new byte[width * LineImage.Height * 3];
        var stepX = local.Along * (local.Width / width);
        var stepY = local.Across * (local.Height / LineImage.Height);
        var start = local.Centre - (stepX * ((width - 1) / 2f)) - (stepY * ((LineImage.Height - 1) / 2f)) - new Vector2(0.5f);
        for (var y = 0; y < LineImage.Height; y++)
        {
            CutRow(image, start + (stepY * y), stepX, pixels.AsSpan(y * width * 3, width * 3));
        }

        return new(box, width, pixels);
    }

    private static void CutRow(RgbImage image, Vector2 start, Vector2 step, Span<byte> row)
    {
        var source = image.Pixels.Span;
        var (lastX, lastY, stride) = (image.Width - 1, image.Height - 1, image.Width * 3);
        var i = 0;
        for (var to = 0; to + 2 < row.Length; to += 3, i++)
        {
            var x = Math.Clamp(start.X + (step.X * i), 0, lastX);
            var y = Math.Clamp(start.Y + (step.Y * i), 0, lastY);
            var (left, top) = ((int)x, (int)y);
            var (shareX, shareY) = ((int)((x - left) * One), (int)((y - top) * One));
            var upper = (top * stride) + (left * 3);
            var right = left < lastX ? 3 : 0;
            var lower = top < lastY ? upper + stride : upper;
            for (var channel = 0; channel < 3; channel++)
            {
                var above = (source[upper + channel] * (One - shareX)) + (source[upper + right + channel] * shareX);
                var below = (source[lower + channel] * (One - shareX)) + (source[lower + right + channel] * shareX);
                row[to + channel] = (byte)(((above * (One - shareY)) + (below * shareY) + (One * One / 2)) / (One * One));
            }
        }
    }
}
