namespace Jarvis.Models.Onnx.Ocr;

/// <summary>A page, and the smaller copies of it that are asked for: what is read small is averaged first, or thin strokes would vanish.</summary>
/// <param name="page">The page.</param>
internal sealed class PagePyramid(RgbImage page)
{
    private readonly Dictionary<int, RgbImage> _smaller = [];

    /// <summary>The page made smaller by a whole factor.</summary>
    /// <param name="factor">At least 1.</param>
    public RgbImage At(int factor)
    {
        if (factor <= 1)
        {
            return page;
        }

        if (!_smaller.TryGetValue(factor, out var smaller))
        {
            _smaller[factor] = smaller = page.Shrink(factor);
        }

        return smaller;
    }
}
