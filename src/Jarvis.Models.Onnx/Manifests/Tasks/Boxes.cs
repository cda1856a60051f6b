using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Chooses among boxes.</summary>
internal static class Boxes
{
    /// <summary>The most boxes that are compared with each other.</summary>
    public const int MaxCompared = 3_000;

    /// <summary>
    /// Non-maximum suppression for each class: the surest box stays, those of its class that share more with it go, and so on.
    /// </summary>
    /// <param name="found">The boxes.</param>
    /// <param name="threshold">How much two may share: intersection over union.</param>
    /// <returns>Those that stay, the surest first.</returns>
    public static ImmutableArray<FoundBox> Suppress(IEnumerable<FoundBox> found, double threshold)
    {
        var kept = ImmutableArray.CreateBuilder<FoundBox>();
        foreach (var box in found.OrderByDescending(box => box.Score).Take(MaxCompared))
        {
            if (!kept.Any(other => other.Class == box.Class && other.Box.IntersectionOverUnion(box.Box) > threshold))
            {
                kept.Add(box);
            }
        }

        return kept.ToImmutable();
    }
}
