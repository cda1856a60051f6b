using FsCheck.Xunit;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Manifests.Tasks;

namespace Jarvis.Models.Onnx.Tests.Manifests;

public sealed class BoxesProperties
{
    /// <summary>What no two boxes of whole pixels share exactly, so that rounding decides nothing.</summary>
    private const double Threshold = 0.41421356;

    [Property(MaxTest = 200)]
    public void Boxes_that_stay_are_those_of_the_plain_way(int seed)
    {
        var random = new Random(seed);
        var boxes = Enumerable.Range(0, 40).Select(i => new FoundBox(Make(random), random.Next(3), i / 40f)).OrderBy(_ => random.Next()).ToList();

        var kept = Boxes.Suppress(boxes, Threshold);

        // The plain way: take the surest that is left, strike out what shares too much with it, and so on.
        var left = boxes.ToList();
        var expected = new List<FoundBox>();
        while (left.Count > 0)
        {
            var surest = left.MaxBy(box => box.Score);
            expected.Add(surest);
            left.RemoveAll(box => box == surest || (box.Class == surest.Class && Share(box.Box, surest.Box) > Threshold));
        }

        Assert.Equal(expected, kept);
    }

    [Fact]
    public void A_box_is_read_in_each_of_its_forms()
    {
        var box = new PixelBox(10, 20, 30, 60);

        Assert.Equal(box, PixelBox.Of([20f, 40, 20, 40], BoxFormat.Cxcywh));
        Assert.Equal(box, PixelBox.Of([10f, 20, 30, 60], BoxFormat.Xyxy));
        Assert.Equal(box, PixelBox.Of([10f, 20, 20, 40], BoxFormat.Xywh));
    }

    private static PixelBox Make(Random random)
    {
        var (x, y) = (random.Next(20), random.Next(20));
        return new(x, y, x + random.Next(1, 12), y + random.Next(1, 12));
    }

    /// <summary>Counted pixel by pixel.</summary>
    private static double Share(PixelBox first, PixelBox second)
    {
        var (both, any) = (0, 0);
        for (var i = 0; i < 40 * 40; i++)
        {
            var (isFirst, isSecond) = (Holds(first, i % 40, i / 40), Holds(second, i % 40, i / 40));
            (both, any) = (both + (isFirst && isSecond ? 1 : 0), any + (isFirst || isSecond ? 1 : 0));
        }

        return (double)both / any;
    }

    private static bool Holds(PixelBox box, int x, int y) => x >= box.Xmin && x < box.Xmax && y >= box.Ymin && y < box.Ymax;
}
