using System.Numerics;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class PageOrientationTests
{
    [Fact]
    public void A_page_is_vertical_when_more_of_its_text_is()
    {
        Assert.False(PageOrientation.IsVertical([Box(300, 20), Box(20, 100), Box(20, 20)]));
        Assert.True(PageOrientation.IsVertical([Box(20, 300), Box(20, 100), Box(300, 20)]));
        Assert.False(PageOrientation.IsVertical([]));
    }

    [Theory]
    [InlineData(20, 22, false, new[] { 0 })]
    [InlineData(20, 22, true, new[] { 1 })]
    [InlineData(10, 20, false, new[] { 0, 1 })]
    [InlineData(20, 10, true, new[] { 1, 0 })]
    [InlineData(10, 200, false, new[] { 1 })]
    [InlineData(200, 10, true, new[] { 0 })]
    public void A_box_reads_with_its_page_unless_its_shape_speaks_against_it(float width, float height, bool vertical, int[] turns) =>
        Assert.Equal(turns, PageOrientation.Turns(Box(width, height), vertical).ToArray());

    [Fact]
    public void A_page_is_upside_down_when_its_long_lines_say_so_whatever_short_ones_do()
    {
        LineImage[] lines = [Line(30), Line(30), Line(600)];

        Assert.True(PageOrientation.IsUpsideDown(lines, [0.1f, 0.2f, 0.9f]));
        Assert.False(PageOrientation.IsUpsideDown(lines, [0.9f, 0.8f, 0.1f]));
    }

    [Theory]
    [InlineData(false, 0.95f, true)]
    [InlineData(false, 0.6f, false)]
    [InlineData(true, 0.05f, true)]
    [InlineData(true, 0.4f, false)]
    public void A_line_is_read_both_ways_only_where_it_contradicts_its_page_strongly(bool pageUpsideDown, float upsideDown, bool both) =>
        Assert.Equal(both, PageOrientation.MayDiffer(pageUpsideDown, upsideDown));

    private static LineImage Line(int width) => new(Box(width, LineImage.Height), width, []);

    private static RotatedRectangle Box(float width, float height) => new(Vector2.Zero, Vector2.UnitX, width, height);
}
