using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Images;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(nameof(ResampleFilter.Bilinear), 17, 11, 5, 7)]
    [InlineData(nameof(ResampleFilter.Bilinear), 5, 7, 17, 11)]
    [InlineData(nameof(ResampleFilter.Bicubic), 40, 30, 7, 9)]
    [InlineData(nameof(ResampleFilter.Bicubic), 6, 4, 13, 21)]
    [InlineData(nameof(ResampleFilter.Bilinear), 1, 1, 4, 3)]
    [InlineData(nameof(ResampleFilter.Bicubic), 9, 1, 1, 5)]
    public void Every_pixel_is_the_sum_of_the_filter_over_those_around(string name, int width, int height, int toWidth, int toHeight)
    {
        var filter = Enum.Parse<ResampleFilter>(name);
        var image = Pictures.Noise(width, height);

        var resized = Resampler.Resize(image, toWidth, toHeight, filter);

        // The plain way: both directions at once, without rounding between. Rounding after the first may cost a step.
        for (var y = 0; y < toHeight; y++)
        {
            for (var x = 0; x < toWidth; x++)
            {
                var expected = Plain(image, (x + 0.5) * width / toWidth, (y + 0.5) * height / toHeight, Math.Max(1, (double)width / toWidth), Math.Max(1, (double)height / toHeight), filter);
                Assert.InRange(Pictures.At(resized, x, y).Red, expected - 2, expected + 2);
            }
        }
    }

    [Theory]
    [InlineData(nameof(ResampleFilter.Nearest))]
    [InlineData(nameof(ResampleFilter.Bilinear))]
    [InlineData(nameof(ResampleFilter.Bicubic))]
    public void A_plain_picture_stays_plain(string name)
    {
        var filter = Enum.Parse<ResampleFilter>(name);
        var resized = Resampler.Resize(Pictures.Plain(13, 7, 1, 128, 255), 50, 3, filter);

        Assert.Equal((50, 3), (resized.Width, resized.Height));
        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(((byte)1, (byte)128, (byte)255), Pictures.At(resized, i % 50, i / 50)));
    }

    [Fact]
    public void Half_the_size_is_weighed_by_the_triangle()
    {
        // Of pixels 0, 100, 200, 40 in a row the left half's centre is at 1: weights 3/4·½, 3/4·½, 1/4·½ over what there is (1.75/2).
        var image = Pictures.Make(4, 1, (x, _) => ((byte)(new[] { 0, 100, 200, 40 })[x], 0, 0));

        var resized = Resampler.Resize(image, 2, 1, ResampleFilter.Bilinear);

        Assert.Equal((byte)Math.Round(((0 * 0.75) + (100 * 0.75) + (200 * 0.25)) / 1.75), Pictures.At(resized, 0, 0).Red);
        Assert.Equal((byte)Math.Round(((100 * 0.25) + (200 * 0.75) + (40 * 0.75)) / 1.75), Pictures.At(resized, 1, 0).Red);
    }

    [Fact]
    public void The_nearest_pixel_is_taken_as_it_is()
    {
        var image = Pictures.Noise(4, 4);

        var resized = Resampler.Resize(image, 8, 2, ResampleFilter.Nearest);

        Assert.Equal(Pictures.At(image, 3, 3), Pictures.At(resized, 7, 1));
        Assert.Equal(Pictures.At(image, 2, 1), Pictures.At(resized, 4, 0));
    }

    private static double Plain(RgbImage image, double centreX, double centreY, double scaleX, double scaleY, ResampleFilter filter)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var weight = Filter((x + 0.5 - centreX) / scaleX, filter) * Filter((y + 0.5 - centreY) / scaleY, filter);
                sum += Pictures.At(image, x, y).Red * weight;
                weights += weight;
            }
        }

        return Math.Clamp(sum / weights, 0, 255);
    }

    private static double Filter(double x, ResampleFilter filter)
    {
        x = Math.Abs(x);
        return filter is ResampleFilter.Bilinear ? Math.Max(0, 1 - x)
            : x < 1 ? (1.5 * Math.Pow(x, 3)) - (2.5 * x * x) + 1
            : x < 2 ? (-0.5 * Math.Pow(x, 3)) + (2.5 * x * x) - (4 * x) + 2
            : 0;
    }
}
