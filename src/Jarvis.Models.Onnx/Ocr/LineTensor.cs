namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Fills the input of recognition and direction: three planes, blue first, from -1 to 1, 0 right of the line.</summary>
internal static class LineTensor
{
    private static readonly float[] Table = ChannelTable.Make(0.5f, 0.5f);

    /// <summary>Draws a part of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The first column to draw.</param>
    /// <param name="width">Columns of the planes.</param>
    /// <param name="planes">Three planes of <see cref="LineImage.Height"/> rows.</param>
    public static void Fill(LineImage line, int start, int width, Span<float> planes)
    {
        var columns = Math.Min(width, line.Width - start);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < LineImage.Height; y++)
            {
                var pixels = line.Pixels.AsSpan((((y * line.Width) + start) * 3) + 2 - channel);
                var target = planes.Slice(((channel * LineImage.Height) + y) * width, width);
                FillRow(pixels, Table, target[..columns]);
                target[columns..].Clear();
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
