namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Puts lines of like width together. The width that a line is drawn at depends on the line alone, never on its neighbours, so that
/// what is read is the same in any company.
/// </summary>
internal static class LineWidths
{
    private const int Least = 64;

    /// <summary>The width that a line is drawn at: the next of a ladder whose steps are at most an eighth, or <see cref="Least"/>.</summary>
    /// <param name="width">The line's own width.</param>
    public static int Bucket(int width)
    {
        var step = 32;
        while (step * 16 < width)
        {
            step *= 2;
        }

        return Math.Max(Least, (width + step - 1) / step * step);
    }
}
