namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Which way the boxes of a page are read. Short boxes do not tell, and the direction network errs on them; the page as a whole does
/// not, so each box is read with the page unless its own shape or direction speaks strongly against it.
/// </summary>
internal static class PageOrientation
{
    private const float Elongated = 1.5f;
    private const float Line = 4;
    private const float Doubtful = 0.9f;

    /// <summary>Whether lines run down the page rather than across.</summary>
    /// <param name="boxes">Boxes whose <see cref="RotatedRectangle.Along"/> is within 45° of the x axis.</param>
    public static bool IsVertical(IReadOnlyList<RotatedRectangle> boxes)
    {
        var balance = 0f;
        foreach (var box in boxes)
        {
            balance += box.Width > box.Height * Elongated ? -box.Width : box.Height > box.Width * Elongated ? box.Height : 0;
        }

        return balance > 0;
    }

    /// <summary>The quarter turns, first the likeliest, at which a box is to be read, up to being upside down.</summary>
    /// <param name="box">The box.</param>
    /// <param name="vertical">Whether lines run down the page.</param>
    public static ReadOnlySpan<int> Turns(RotatedRectangle box, bool vertical)
    {
        var page = vertical ? 1 : 0;
        var own = box.Height > box.Width ? 1 : 0;
        var length = MathF.Max(box.Width, box.Height) / MathF.Min(box.Width, box.Height);
        return own == page || length < Elongated ? (page == 0 ? [0] : [1])
            : length >= Line ? (own == 0 ? [0] : [1])
            : page == 0 ? [0, 1] : [1, 0];
    }

    /// <summary>Whether the page is upside down: the vote of its lines, each by how much of it the network saw.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="upsideDown">The probability for each.</param>
    public static bool IsUpsideDown(IReadOnlyList<LineImage> lines, ReadOnlySpan<float> upsideDown)
    {
        var balance = 0f;
        for (var i = 0; i < lines.Count; i++)
        {
            balance += (upsideDown[i] - 0.5f) * Math.Min(lines[i].Width, DirectionClassifier.Width);
        }

        return balance > 0;
    }

    /// <summary>Whether a line may be read the other way than its page.</summary>
    /// <param name="pageUpsideDown">The page's direction.</param>
    /// <param name="upsideDown">The line's own probability.</param>
    public static bool MayDiffer(bool pageUpsideDown, float upsideDown) => (pageUpsideDown ? 1 - upsideDown : upsideDown) > Doubtful;
}
