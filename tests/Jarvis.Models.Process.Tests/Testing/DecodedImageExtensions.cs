using Jarvis.Media;

namespace Jarvis.Models.Process.Tests.Testing;

internal static class DecodedImageExtensions
{
    /// <summary>A pixel has about a colour: lossy formats come close, no nearer.</summary>
    public static void AssertPixel(this DecodedImage image, int x, int y, (byte R, byte G, byte B) expected, int tolerance = 12)
    {
        var at = ((y * image.Width) + x) * 3;
        var pixel = image.Pixels.Span.Slice(at, 3);
        var actual = (R: pixel[0], G: pixel[1], B: pixel[2]);
        Assert.True(
            Math.Abs(actual.R - expected.R) <= tolerance && Math.Abs(actual.G - expected.G) <= tolerance && Math.Abs(actual.B - expected.B) <= tolerance,
            $"pixel {x}, {y} is {actual}, not {expected}");
    }

    /// <summary>The middle of each quarter has about a colour: top left, top right, bottom left, bottom right.</summary>
    public static void AssertQuarters(this DecodedImage image, params (byte R, byte G, byte B)[] expected)
    {
        image.AssertPixel(image.Width / 4, image.Height / 4, expected[0]);
        image.AssertPixel(image.Width * 3 / 4, image.Height / 4, expected[1]);
        image.AssertPixel(image.Width / 4, image.Height * 3 / 4, expected[2]);
        image.AssertPixel(image.Width * 3 / 4, image.Height * 3 / 4, expected[3]);
    }
}
