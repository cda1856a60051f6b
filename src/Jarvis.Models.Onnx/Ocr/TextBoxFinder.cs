using System.Numerics;
using System.Numerics.Tensors;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Turns a map of text probabilities into boxes: the post-processing of DB (M. Liao et al., "Real-time Scene Text Detection with
/// Differentiable Binarization", arXiv 1911.08947). Areas above a threshold shrink text; each becomes its smallest rectangle, and that is
/// grown back by area × ratio / perimeter, which for a rectangle is what offsetting the polygon gives.
/// </summary>
internal static class TextBoxFinder
{
    /// <summary>The most boxes of one page; the largest are kept.</summary>
    public const int MaxBoxes = 1000;

    private const float PixelThreshold = 0.3f;
    private const float BoxThreshold = 0.6f;
    private const float GrowRatio = 1.5f;
    private const float LeastSide = 3;

    /// <summary>The boxes, in pixels of the map, from the top down.</summary>
    /// <param name="map">Width × height probabilities, row by row.</param>
    /// <param name="width">Columns.</param>
    public static List<RotatedRectangle> Find(ReadOnlySpan<float> map, int width)
    {
        var boxes = new List<RotatedRectangle>();
        var points = Array.Empty<Vector2>();
        foreach (var component in ComponentFinder.Find(map, width, PixelThreshold))
        {
            if (points.Length < component.Count * 4)
            {
                points = new Vector2[component.Count * 4];
            }

            var box = MinimumAreaRectangle.Of(points.AsSpan(0, CollectOutline(component, points)));
            if (MathF.Min(box.Width, box.Height) >= LeastSide && Score(map, width, box) >= BoxThreshold)
            {
                boxes.Add(box.Grow(GrowDistance(box)));
            }
        }

        if (boxes.Count > MaxBoxes)
        {
            var least = boxes.Select(Area).OrderDescending().ElementAt(MaxBoxes - 1);
            boxes.RemoveAll(box => Area(box) < least);
        }

        return boxes;
    }

    /// <summary>How far the sides of a shrunk box are moved outwards.</summary>
    /// <param name="box">The box.</param>
    internal static float GrowDistance(RotatedRectangle box) => Area(box) * GrowRatio / (2 * (box.Width + box.Height));

    private static float Area(RotatedRectangle box) => box.Width * box.Height;

    // Both ends of the first and the last run of every row, each as the corners of its pixels: all that a hull can touch, sorted.
    private static int CollectOutline(List<PixelRun> component, Span<Vector2> points)
    {
        var count = 0;
        for (var i = 0; i < component.Count;)
        {
            var y = component[i].Y;
            var (start, end) = (component[i].Start, component[i].End);
            for (; i < component.Count && component[i].Y == y; i++)
            {
                end = Math.Max(end, component[i].End);
            }

            AddRow(points, ref count, y, start, end);
            AddRow(points, ref count, y + 1, start, end);
        }

        points[..count].Sort(static (a, b) => a.Y != b.Y ? a.Y.CompareTo(b.Y) : a.X.CompareTo(b.X));
        return count;
    }

    private static void AddRow(Span<Vector2> points, ref int count, int y, int start, int end)
    {
        points[count++] = new Vector2(start, y);
        points[count++] = new Vector2(end, y);
    }

    // The mean probability inside the box.
    private static float Score(ReadOnlySpan<float> map, int width, RotatedRectangle box)
    {
        Span<Vector2> corners = stackalloc Vector2[4];
        box.GetCorners(corners);
        var top = Math.Max(0, (int)MathF.Ceiling(corners[0].Y - 0.5f));
        var bottom = 0f;
        foreach (var corner in corners)
        {
            top = Math.Min(top, Math.Max(0, (int)MathF.Ceiling(corner.Y - 0.5f)));
            bottom = MathF.Max(bottom, corner.Y);
        }

        var last = Math.Min((map.Length / width) - 1, (int)MathF.Floor(bottom - 0.5f));
        var (sum, count) = (0f, 0);
        for (var y = top; y <= last; y++)
        {
            var (left, right) = Span(corners, y + 0.5f);
            var start = Math.Max(0, (int)MathF.Ceiling(left - 0.5f));
            var end = Math.Min(width, (int)MathF.Floor(right - 0.5f) + 1);
            if (start < end)
            {
                sum += TensorPrimitives.Sum(map.Slice((y * width) + start, end - start));
                count += end - start;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    // Where a row enters and leaves the rectangle.
    private static (float Left, float Right) Span(ReadOnlySpan<Vector2> corners, float y)
    {
        var (left, right) = (float.MaxValue, float.MinValue);
        for (var i = 0; i < corners.Length; i++)
        {
            var (from, to) = (corners[i], corners[(i + 1) & 3]);
            if (from.Y != to.Y && MathF.Min(from.Y, to.Y) <= y && y <= MathF.Max(from.Y, to.Y))
            {
                var x = from.X + ((to.X - from.X) * (y - from.Y) / (to.Y - from.Y));
                (left, right) = (MathF.Min(left, x), MathF.Max(right, x));
            }
        }

        return (left, right);
    }
}
