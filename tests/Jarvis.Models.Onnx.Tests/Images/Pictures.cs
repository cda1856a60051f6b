using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Images;

/// <summary>Pictures that a test makes.</summary>
internal static class Pictures
{
    public static RgbImage Make(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = colour(i % width, i / width);
        }

        return new(width, height, pixels);
    }

    public static RgbImage Plain(int width, int height, byte red, byte green, byte blue) => Make(width, height, (_, _) => (red, green, blue));

    /// <summary>Noise that is the same each time.</summary>
    public static RgbImage Noise(int width, int height)
    {
        var random = new Random(width * 1000 + height);
        return Make(width, height, (_, _) => ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
    }

    public static (byte Red, byte Green, byte Blue) At(RgbImage image, int x, int y)
    {
        var pixel = image.Pixels.Span.Slice(((y * image.Width) + x) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
