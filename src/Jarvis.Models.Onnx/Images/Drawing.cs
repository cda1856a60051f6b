using Jarvis.Models.Onnx.Manifests.Tasks;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Images;

/// <summary>Draws on pictures.</summary>
internal static class Drawing
{
    /// <summary>A copy of a picture with boxes drawn on it, the first one on top.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="boxes">The boxes in its pixels, each with its colour.</param>
    public static RgbImage Outline(RgbImage picture, IReadOnlyList<(PixelBox Box, (byte Red, byte Green, byte Blue) Colour)> boxes)
    {
        var pixels = picture.Pixels.ToArray();
        var thickness = Math.Max(1, Math.Min(picture.Width, picture.Height) / 150);
        foreach (var (box, colour) in boxes.Reverse())
        {
            var (left, top) = (Edge(box.Xmin, picture.Width), Edge(box.Ymin, picture.Height));
            var (right, bottom) = (Edge(box.Xmax, picture.Width), Edge(box.Ymax, picture.Height));
            Fill(left, top, right, Math.Min(top + thickness - 1, bottom), colour);
            Fill(left, Math.Max(bottom - thickness + 1, top), right, bottom, colour);
            Fill(left, top, Math.Min(left + thickness - 1, right), bottom, colour);
            Fill(Math.Max(right - thickness + 1, left), top, right, bottom, colour);
        }

        return picture with { Pixels = pixels };

        void Fill(int left, int top, int right, int bottom, (byte Red, byte Green, byte Blue) colour)
        {
            for (var y = top; y <= bottom; y++)
            {
                for (var x = left; x <= right; x++)
                {
                    var place = ((y * picture.Width) + x) * 3;
                    (pixels[place], pixels[place + 1], pixels[place + 2]) = colour;
                }
            }
        }
    }

    private static int Edge(float place, int length) => Math.Clamp((int)place, 0, length - 1);
}
