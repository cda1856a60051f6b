namespace Jarvis.Models.Onnx.Ocr;

/// <summary>One line of text, cut out and turned upright, at the height that recognition takes.</summary>
/// <param name="Box">Where it was, in pixels of the page, along in the direction that it is read.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Width × <see cref="Height"/> × 3 bytes, row by row, red-green-blue.</param>
internal sealed record LineImage(RotatedRectangle Box, int Width, byte[] Pixels)
{
    /// <summary>Rows of every line image.</summary>
    public const int Height = 48;

    /// <summary>The same line read the other way round.</summary>
    public LineImage TurnHalf()
    {
        var turned = new byte[Pixels.Length];
        for (int from = 0, to = turned.Length - 3; to >= 0; from += 3, to -= 3)
        {
            turned[to] = Pixels[from];
            turned[to + 1] = Pixels[from + 1];
            turned[to + 2] = Pixels[from + 2];
        }

        return new(Box.Turn(2), Width, turned);
    }
}
