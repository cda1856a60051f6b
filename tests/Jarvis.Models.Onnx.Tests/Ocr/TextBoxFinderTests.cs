using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class TextBoxFinderTests
{
    private const int Width = 100;
    private const int Height = 60;

    [Fact]
    public void Areas_that_touch_at_a_corner_are_one_and_those_apart_are_two()
    {
        var map = Map((2, 2, 10, 4), (10, 4, 20, 6), (30, 2, 40, 4));

        var areas = ComponentFinder.Find(map, Width, 0.3f);

        Assert.Equal([36, 20], areas.Select(area => area.Sum(run => run.End - run.Start)));
    }

    [Fact]
    public void Two_areas_that_a_later_row_joins_are_one()
    {
        var map = Map((0, 0, 4, 10), (10, 0, 14, 10), (0, 10, 14, 12));

        Assert.Single(ComponentFinder.Find(map, Width, 0.3f));
    }

    [Fact]
    public void An_area_becomes_its_grown_rectangle()
    {
        var box = Assert.Single(TextBoxFinder.Find(Map((20, 20, 60, 30)), Width));

        var grown = 40 * 10 * 1.5f / 100;
        Assert.Equal((40, 25), (box.Centre.X, box.Centre.Y));
        Assert.Equal((40 + 2 * grown, 10 + 2 * grown), (box.Width, box.Height));
    }

    [Fact]
    public void Specks_and_faint_areas_are_dropped()
    {
        var map = Map((5, 5, 7, 40));
        for (var x = 50; x < 80; x++)
        {
            map[20 * Width + x] = map[21 * Width + x] = map[22 * Width + x] = map[23 * Width + x] = 0.5f;
        }

        Assert.Empty(TextBoxFinder.Find(map, Width));
    }

    [Fact]
    public void Values_that_are_no_probabilities_are_not_text()
    {
        var map = new float[Width * Height];
        map.AsSpan(0, Width * 20).Fill(float.NaN);
        map.AsSpan(Width * 20, Width * 20).Fill(float.NegativeInfinity);
        map.AsSpan(Width * 40).Fill(float.PositiveInfinity);

        Assert.Empty(TextBoxFinder.Find(map, Width));
    }

    [Fact]
    public void Of_too_many_boxes_the_largest_are_kept()
    {
        const int Size = 400;
        var map = new float[Size * Size];
        for (var i = 0; i < 1600; i++)
        {
            var (left, top, side) = (i % 40 * 10, i / 40 * 10, i % 2 == 0 ? 6 : 4);
            for (var y = top; y < top + side; y++)
            {
                map.AsSpan(y * Size + left, side).Fill(1);
            }
        }

        var boxes = TextBoxFinder.Find(map, Size);

        Assert.Equal(800, boxes.Count(box => box.Width > 8));
    }

    private static float[] Map(params (int Left, int Top, int Right, int Bottom)[] areas)
    {
        var map = new float[Width * Height];
        foreach (var (left, top, right, bottom) in areas)
        {
            for (var y = top; y < bottom; y++)
            {
                map.AsSpan(y * Width + left, right - left).Fill(0.9f);
            }
        }

        return map;
    }
}
