namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Which two pixels, and how much of the second, make a pixel of a resized row or column.</summary>
/// <param name="First">The first pixel.</param>
/// <param name="Second">The second pixel; the first at the far edge.</param>
/// <param name="Share">256ths of the second.</param>
internal readonly record struct LinearTaps(int First, int Second, int Share)
{
    /// <summary>The pixels for each place, centres on centres.</summary>
    /// <param name="from">How many pixels there are.</param>
    /// <param name="to">How many there will be.</param>
    public static LinearTaps[] Make(int from, int to)
    {
        var taps = new LinearTaps[to];
        for (var i = 0; i < to; i++)
        {
            var place = Math.Clamp(((i + 0.5) * from / to) - 0.5, 0, from - 1);
            var first = (int)place;
            taps[i] = new(first, Math.Min(first + 1, from - 1), (int)((place - first) * 256));
        }

        return taps;
    }

    /// <summary>One row of a resized image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="columns">The taps of its columns.</param>
    /// <param name="row">The taps of the row.</param>
    /// <param name="line">Takes three bytes for each column.</param>
    public static ReadOnlySpan<byte> Blend(RgbImage image, ReadOnlySpan<LinearTaps> columns, LinearTaps row, Span<byte> line)
    {
        var upper = image.Pixels.Span.Slice(row.First * image.Width * 3, image.Width * 3);
        var lower = image.Pixels.Span.Slice(row.Second * image.Width * 3, image.Width * 3);
        var to = 0;
        foreach (var (first, second, share) in columns)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var (left, right) = ((first * 3) + channel, (second * 3) + channel);
                var top = (upper[left] * (256 - share)) + (upper[right] * share);
                var bottom = (lower[left] * (256 - share)) + (lower[right] * share);
                line[to++] = (byte)(((top * (256 - row.Share)) + (bottom * row.Share) + 32768) >> 16);
            }
        }

        return line;
    }
}
