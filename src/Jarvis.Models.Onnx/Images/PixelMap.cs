namespace Jarvis.Models.Onnx.Images;

/// <summary>Values of a network for places of what it was given, asked for at places of the picture.</summary>
/// <param name="Width">Columns of the values.</param>
/// <param name="Height">Rows of the values.</param>
/// <param name="Values">The values, row by row; of several classes one after the other.</param>
/// <param name="Geometry">Where the picture is on what the network was given.</param>
internal sealed record PixelMap(int Width, int Height, ReadOnlyMemory<float> Values, ImageGeometry Geometry)
{
    /// <summary>How many classes there are.</summary>
    public int Classes => Values.Length / (Width * Height);

    /// <summary>The value at a place of the picture, blended of the four around.</summary>
    /// <param name="x">Columns from the left edge.</param>
    /// <param name="y">Rows from the upper edge.</param>
    /// <param name="into">Takes the value of each class.</param>
    public void Sample(double x, double y, Span<float> into)
    {
        var (left, right, shareX) = Between(((x * Geometry.ScaleX) + Geometry.OffsetX) * Width / Geometry.Width, Width);
        var (top, bottom, shareY) = Between(((y * Geometry.ScaleY) + Geometry.OffsetY) * Height / Geometry.Height, Height);
        var values = Values.Span;
        for (var i = 0; i < into.Length; i++)
        {
            var plane = values.Slice(i * Width * Height, Width * Height);
            var upper = Blend(plane[(top * Width) + left], plane[(top * Width) + right], shareX);
            var lower = Blend(plane[(bottom * Width) + left], plane[(bottom * Width) + right], shareX);
            into[i] = Blend(upper, lower, shareY);
        }
    }

    private static (int First, int Second, float Share) Between(double place, int length)
    {
        var centre = Math.Clamp(place - 0.5, 0, length - 1);
        var first = (int)centre;
        return (first, Math.Min(first + 1, length - 1), (float)(centre - first));
    }

    private static float Blend(float first, float second, float share) => first + ((second - first) * share);
}
