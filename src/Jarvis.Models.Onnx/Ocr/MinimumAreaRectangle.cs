using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// The smallest rectangle around points. One of its sides lies on a side of the convex hull (H. Freeman, R. Shapira, "Determining the
/// minimum-area encasing rectangle for an arbitrary closed curve", CACM 18(7), 1975), so each side of the hull is tried.
/// </summary>
internal static class MinimumAreaRectangle
{
    /// <summary>The rectangle, with <see cref="RotatedRectangle.Along"/> within 45° of the x axis.</summary>
    /// <param name="points">At least one point, sorted by y, then x. Overwritten.</param>
    public static RotatedRectangle Of(Span<Vector2> points)
    {
        var hull = ConvexHull(points);
        var best = Around(hull, Vector2.UnitX);
        for (var i = 0; i < hull.Length; i++)
        {
            var side = hull[(i + 1) % hull.Length] - hull[i];
            if (side.LengthSquared() > 0)
            {
                var candidate = Around(hull, Vector2.Normalize(side));
                best = candidate.Width * candidate.Height < best.Width * best.Height ? candidate : best;
            }
        }

        return Upright(best);
    }

    // A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", Information Processing Letters 9(5), 1979.
    private static Vector2[] ConvexHull(ReadOnlySpan<Vector2> sorted)
    {
        var hull = new Vector2[(2 * sorted.Length) + 1];
        var count = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            count = Push(hull, count, 2, sorted[i]);
        }

        var lower = count + 1;
        for (var i = sorted.Length - 2; i >= 0; i--)
        {
            count = Push(hull, count, lower, sorted[i]);
        }

        return hull[..Math.Max(1, count - 1)];
    }

    private static int Push(Vector2[] hull, int count, int least, Vector2 point)
    {
        while (count >= least && Cross(hull[count - 1] - hull[count - 2], point - hull[count - 2]) <= 0)
        {
            count--;
        }

        hull[count] = point;
        return count + 1;
    }

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);

    private static RotatedRectangle Around(ReadOnlySpan<Vector2> hull, Vector2 along)
    {
        var across = new Vector2(-along.Y, along.X);
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (var point in hull)
        {
            var projected = new Vector2(Vector2.Dot(point, along), Vector2.Dot(point, across));
            low = Vector2.Min(low, projected);
            high = Vector2.Max(high, projected);
        }

        var middle = (low + high) / 2;
        return new((along * middle.X) + (across * middle.Y), along, high.X - low.X, high.Y - low.Y);
    }

    private static RotatedRectangle Upright(RotatedRectangle rectangle)
    {
        while (rectangle.Along.X < MathF.Abs(rectangle.Along.Y))
        {
            rectangle = rectangle.Turn(1);
        }

        return rectangle;
    }
}
