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
        var points = new Vector2[256];
        foreach (var component in ComponentFinder.Find(map, width, PixelThreshold))
        {
            if (points.Length < component.Count * 4)
            {
                points = new Vector2[component.Count * 4];
            }

            var box = MinimumAreaRectangle.Of(points.AsSpan(0, CollectOutline(component, points)));
            if (MathF.Min(box.Width, box.Height) >= LeastSide && Score(map, width, component) >= BoxThreshold)
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

    // The mean probability of the area itself, not of its rectangle: that of a long line takes in much of what surrounds it.
    private static float Score(ReadOnlySpan<float> map, int width, List<PixelRun> component)
    {
        var (sum, count) = (0f, 0);
        foreach (var run in component)
        {
            sum += TensorPrimitives.Sum(map.Slice((run.Y * width) + run.Start, run.End - run.Start));
            count += run.End - run.Start;
        }

        return sum / count;
    }
}
