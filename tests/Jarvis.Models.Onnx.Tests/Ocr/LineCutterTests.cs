using System.Numerics;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class LineCutterTests
{
    [Fact]
    public void A_box_of_the_lines_own_height_is_cut_out_unchanged()
    {
        var page = Gradient(200, 100);

        var line = LineCutter.Cut(new PagePyramid(page), new RotatedRectangle(new Vector2(60, 44), Vector2.UnitX, 80, LineImage.Height));

        Assert.Equal(80, line.Width);
        Assert.Equal(Pixel(page, 20, 20), line.Pixels[..3]);
        Assert.Equal(Pixel(page, 99, 67), line.Pixels[^3..]);
    }

    [Fact]
    public void A_box_read_downwards_begins_at_its_upper_right()
    {
        var page = Gradient(100, 200);
        var box = new RotatedRectangle(new Vector2(44, 60), Vector2.UnitX, LineImage.Height, 80);

        var line = LineCutter.Cut(new PagePyramid(page), box.Turn(1));

        Assert.Equal(80, line.Width);
        Assert.Equal(Pixel(page, 67, 20), line.Pixels[..3]);
        Assert.Equal(Pixel(page, 20, 99), line.Pixels[^3..]);
    }

    [Fact]
    public void A_line_turned_by_half_begins_where_it_ended()
    {
        var line = LineCutter.Cut(new PagePyramid(Gradient(200, 100)), new RotatedRectangle(new Vector2(60, 44), Vector2.UnitX, 80, 48));

        var turned = line.TurnHalf();

        Assert.Equal(line.Pixels[^3..], turned.Pixels[..3]);
        Assert.Equal(line.Pixels, turned.TurnHalf().Pixels);
    }

    [Theory]
    [InlineData(-50, -50, 30, 10)]
    [InlineData(500, 500, 100, 10)]
    [InlineData(100, 50, 100_000, 5)]
    [InlineData(100, 50, 1, 5000)]
    public void A_box_beyond_the_page_or_out_of_all_proportion_is_cut_within_bounds(float x, float y, float width, float height)
    {
        var line = LineCutter.Cut(new PagePyramid(Gradient(200, 100)), new RotatedRectangle(new Vector2(x, y), Vector2.UnitX, width, height));

        Assert.InRange(line.Width, 1, LineCutter.MaxWidth);
        Assert.Equal(line.Width * LineImage.Height * 3, line.Pixels.Length);
    }

    [Fact]
    public void A_smaller_copy_is_the_mean_of_squares()
    {
        var image = new RgbImage(4, 2, new byte[] { 0, 0, 0, 10, 0, 0, 20, 0, 0, 20, 0, 0, 0, 0, 8, 30, 0, 0, 20, 0, 0, 20, 0, 0 });

        var half = image.Shrink(2);

        Assert.Equal((2, 1), (half.Width, half.Height));
        Assert.Equal([10, 0, 2, 20, 0, 0], half.Pixels.ToArray());
    }

    private static RgbImage Gradient(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            (pixels[i * 3], pixels[i * 3 + 1], pixels[i * 3 + 2]) = ((byte)(i % width), (byte)(i / width), 7);
        }

        return new RgbImage(width, height, pixels);
    }

    private static byte[] Pixel(RgbImage image, int x, int y) => image.Pixels.Span.Slice((y * image.Width + x) * 3, 3).ToArray();
}
