using Jarvis.Models.Onnx.Manifests;

namespace Jarvis.Models.Onnx.Images;

/// <summary>Which pixels of a row, and how much of each, make one pixel of the resized row.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Weights">The share of each, 1 together.</param>
internal readonly record struct ResampleWeights(int First, float[] Weights)
{
    /// <summary>The weights of each pixel of a row.</summary>
    /// <param name="from">How many pixels there are.</param>
    /// <param name="to">How many there will be.</param>
    /// <param name="filter">How pixels are made.</param>
    public static ResampleWeights[] Make(int from, int to, ResampleFilter filter)
    {
        var weights = new ResampleWeights[to];
        var scale = (double)from / to;
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            weights[i] = filter is ResampleFilter.Nearest
                ? new(Math.Min((int)centre, from - 1), [1])
                : Around(centre, Math.Max(scale, 1), from, filter);
        }

        return weights;
    }

    private static ResampleWeights Around(double centre, double scale, int length, ResampleFilter filter)
    {
        var reach = (filter is ResampleFilter.Bicubic ? 2 : 1) * scale;
        var first = Math.Max(0, (int)(centre - reach + 0.5));
        var end = Math.Min(length, (int)(centre + reach + 0.5));
        var raw = new double[Math.Max(1, end - first)];
        for (var i = 0; i < raw.Length; i++)
        {
            var distance = Math.Abs((first + i + 0.5 - centre) / scale);
            raw[i] = filter is ResampleFilter.Bicubic ? Cubic(distance) : Math.Max(0, 1 - distance);
        }

        var sum = raw.Sum();
        return sum == 0 ? new(Math.Min(first, length - 1), [1]) : new(first, [.. raw.Select(weight => (float)(weight / sum))]);
    }

    // R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5 as in Pillow.
    private static double Cubic(double x) => x switch
    {
        < 1 => (((1.5 * x) - 2.5) * x * x) + 1,
        < 2 => (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2,
        _ => 0,
    };
}
