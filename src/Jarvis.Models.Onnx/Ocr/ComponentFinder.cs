using System.Runtime.InteropServices;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Finds connected areas of a map, diagonal neighbours included, by runs and union-find (L. He, Y. Chao, K. Suzuki, "A run-based
/// two-scan labeling algorithm", IEEE Transactions on Image Processing 17(5), 2008).
/// </summary>
internal static class ComponentFinder
{
    /// <summary>The areas of a map that are above a threshold.</summary>
    /// <param name="map">Width × height values of at least 0, row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="threshold">Above 0.</param>
    /// <returns>The runs of each area, from the top down.</returns>
    public static List<List<PixelRun>> Find(ReadOnlySpan<float> map, int width, float threshold)
    {
        var runs = new List<PixelRun>();
        var parents = new List<int>();
        var (above, current) = (0, 0);
        for (var y = 0; y < map.Length / width; y++)
        {
            AddRuns(map.Slice(y * width, width), y, threshold, runs, parents);
            Join(runs, parents, above, current);
            (above, current) = (current, runs.Count);
        }

        return Gather(runs, parents);
    }

    private static void AddRuns(ReadOnlySpan<float> row, int y, float threshold, List<PixelRun> runs, List<int> parents)
    {
        // Floats that are not negative are ordered as their bits are, and integers are searched many at a time.
        var bits = MemoryMarshal.Cast<float, int>(row);
        var least = BitConverter.SingleToInt32Bits(threshold);
        var most = BitConverter.SingleToInt32Bits(float.MaxValue);
        for (var x = 0; x < bits.Length;)
        {
            var skipped = bits[x..].IndexOfAnyInRange(least, most);
            if (skipped < 0)
            {
                return;
            }

            var start = x + skipped;
            var length = bits[start..].IndexOfAnyExceptInRange(least, most);
            x = length < 0 ? bits.Length : start + length;
            parents.Add(runs.Count);
            runs.Add(new PixelRun(y, start, x));
        }
    }

    private static void Join(List<PixelRun> runs, List<int> parents, int above, int current)
    {
        var (i, j) = (above, current);
        while (i < current && j < runs.Count)
        {
            var (upper, lower) = (runs[i], runs[j]);
            if (upper.End >= lower.Start && lower.End >= upper.Start)
            {
                parents[Root(parents, j)] = Root(parents, i);
            }

            if (upper.End < lower.End)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    private static int Root(List<int> parents, int run)
    {
        while (parents[run] != run)
        {
            run = parents[run] = parents[parents[run]];
        }

        return run;
    }

    private static List<List<PixelRun>> Gather(List<PixelRun> runs, List<int> parents)
    {
        var components = new List<List<PixelRun>>();
        var byRoot = new Dictionary<int, List<PixelRun>>();
        for (var i = 0; i < runs.Count; i++)
        {
            var root = Root(parents, i);
            if (!byRoot.TryGetValue(root, out var component))
            {
                byRoot[root] = component = [];
                components.Add(component);
            }

            component.Add(runs[i]);
        }

        return components;
    }
}
