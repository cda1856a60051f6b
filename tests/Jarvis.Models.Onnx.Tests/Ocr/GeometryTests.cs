using System.Numerics;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class GeometryTests
{
    private const float Near = 0.01f;

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(-30)]
    [InlineData(44)]
    public void The_smallest_rectangle_around_a_turned_rectangle_is_that_rectangle(float degrees)
    {
        var turn = MathF.SinCos(degrees * MathF.PI / 180);
        var truth = new RotatedRectangle(new Vector2(50, 40), new Vector2(turn.Cos, turn.Sin), 60, 20);
        var points = new Vector2[5];
        truth.GetCorners(points);
        points[4] = truth.Centre;

        var found = MinimumAreaRectangle.Of(Sorted(points));

        Assert.Equal(60, found.Width, Near);
        Assert.Equal(20, found.Height, Near);
        Assert.True(Vector2.Distance(truth.Centre, found.Centre) < Near);
        Assert.True(Vector2.Distance(truth.Along, found.Along) < Near);
    }

    [Fact]
    public void A_rectangle_that_stands_is_taller_than_wide_and_still_runs_along_x()
    {
        var found = MinimumAreaRectangle.Of(Sorted([new(0, 0), new(10, 0), new(0, 90), new(10, 90)]));

        Assert.Equal((10, 90), (found.Width, found.Height));
        Assert.Equal(Vector2.UnitX, found.Along);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Points_without_area_make_a_rectangle_without_area(int count)
    {
        var found = MinimumAreaRectangle.Of(Enumerable.Range(0, count).Select(i => new Vector2(5 + i, 7)).ToArray());

        Assert.Equal(0, found.Width * found.Height);
        Assert.Equal(7, found.Centre.Y, Near);
    }

    [Fact]
    public void No_rectangle_around_random_points_is_smaller_and_all_points_are_inside()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 50; trial++)
        {
            var points = Enumerable.Range(0, 40).Select(_ => new Vector2(random.Next(100), random.Next(60))).ToArray();
            var found = MinimumAreaRectangle.Of(Sorted(points));

            Assert.All(points, point =>
            {
                Assert.True(MathF.Abs(Vector2.Dot(point - found.Centre, found.Along)) <= found.Width / 2 + Near);
                Assert.True(MathF.Abs(Vector2.Dot(point - found.Centre, found.Across)) <= found.Height / 2 + Near);
            });
            for (var degrees = 0; degrees < 90; degrees++)
            {
                var turn = MathF.SinCos(degrees * MathF.PI / 180);
                var (along, across) = (new Vector2(turn.Cos, turn.Sin), new Vector2(-turn.Sin, turn.Cos));
                var area = Extent(points, along) * Extent(points, across);
                Assert.True(found.Width * found.Height <= area * 1.0001f);
            }
        }
    }

    [Fact]
    public void Turning_the_reading_direction_moves_the_first_corner_clockwise_and_keeps_the_rectangle()
    {
        var box = new RotatedRectangle(new Vector2(50, 50), Vector2.UnitX, 40, 10);
        var (upright, turned) = (new Vector2[4], new Vector2[4]);
        box.GetCorners(upright);
        box.Turn(1).GetCorners(turned);

        Assert.Equal([new(30, 45), new(70, 45), new(70, 55), new(30, 55)], upright);
        Assert.Equal([new(70, 45), new(70, 55), new(30, 55), new(30, 45)], turned);
        Assert.Equal(box, box.Turn(2).Turn(2));
    }

    [Fact]
    public void A_shrunk_line_grows_by_area_times_ratio_over_perimeter()
    {
        var line = new RotatedRectangle(Vector2.Zero, Vector2.UnitX, 100, 10);

        Assert.Equal(100 * 10 * 1.5f / 220, TextBoxFinder.GrowDistance(line), Near);
        Assert.Equal(10 + 2 * 3, line.Grow(3).Height, Near);
        Assert.Equal(100 + 2 * 3, line.Grow(3).Width, Near);
    }

    private static float Extent(Vector2[] points, Vector2 axis) =>
        points.Max(point => Vector2.Dot(point, axis)) - points.Min(point => Vector2.Dot(point, axis));

    private static Vector2[] Sorted(Vector2[] points) => [.. points.OrderBy(point => point.Y).ThenBy(point => point.X)];
}
