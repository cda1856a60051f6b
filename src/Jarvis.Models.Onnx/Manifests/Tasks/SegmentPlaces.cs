using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Which class each place of a picture is of.</summary>
/// <param name="width">Columns of places.</param>
/// <param name="height">Rows of places.</param>
/// <param name="pictureWidth">Columns of the picture.</param>
/// <param name="pictureHeight">Rows of the picture.</param>
internal sealed class SegmentPlaces(int width, int height, int pictureWidth, int pictureHeight)
{
    private const int None = -1;

    private readonly int[] _classes = new int[width * height];
    private readonly float[] _scores = new float[width * height];

    /// <summary>Decides it.</summary>
    /// <param name="map">What the network gave.</param>
    /// <param name="activation">What makes shares of that.</param>
    /// <param name="threshold">The least share of the one class, where there is only one.</param>
    /// <param name="background">The class that is none; -1 for no such.</param>
    public void Decide(PixelMap map, Activation activation, double threshold, int background)
    {
        var values = new float[map.Classes];
        for (var i = 0; i < _classes.Length; i++)
        {
            map.Sample(((i % width) + 0.5) * pictureWidth / width, ((i / width) + 0.5) * pictureHeight / height, values);
            var shares = Shares.Of(values, activation);
            var best = 0;
            for (var candidate = 1; candidate < values.Length; candidate++)
            {
                best = values[candidate] > values[best] ? candidate : best;
            }

            _scores[i] = shares[best];
            _classes[i] = best == background || (values.Length == 1 && shares[0] < threshold) ? None : best;
        }
    }

    /// <summary>The classes that there are, with the mean of their shares and how many places they have.</summary>
    public IEnumerable<(int Class, float Score, int Pixels)> Segments() => _classes
        .Select((found, i) => (Class: found, Score: _scores[i]))
        .Where(place => place.Class != None)
        .GroupBy(place => place.Class, place => place.Score)
        .Select(scores => (scores.Key, scores.Average(), scores.Count()));

    /// <summary>A PNG of the picture's size that is white where a class is.</summary>
    /// <param name="wanted">The class.</param>
    public byte[] Mask(int wanted) => PngWriter.BlackAndWhite(pictureWidth, pictureHeight, (x, y) => _classes[Place(x, y)] == wanted);

    /// <summary>A PNG of the picture's size in the colours of the classes.</summary>
    public byte[] Colours()
    {
        var pixels = new byte[pictureWidth * pictureHeight * 3];
        for (var i = 0; i < pictureWidth * pictureHeight; i++)
        {
            (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = Palette.Of(_classes[Place(i % pictureWidth, i / pictureWidth)] + 1);
        }

        return PngWriter.Colour(new RgbImage(pictureWidth, pictureHeight, pixels));
    }

    /// <summary>A PNG of the picture's size with the share of the one class as greys.</summary>
    public byte[] Greys()
    {
        var greys = new byte[pictureWidth * pictureHeight];
        for (var i = 0; i < greys.Length; i++)
        {
            greys[i] = (byte)Math.Round(255 * _scores[Place(i % pictureWidth, i / pictureWidth)]);
        }

        return PngWriter.Grey(pictureWidth, pictureHeight, greys);
    }

    private int Place(int x, int y) => ((int)((long)y * height / pictureHeight) * width) + (int)((long)x * width / pictureWidth);
}
