using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A box in pixels from the upper left corner.</summary>
/// <param name="Xmin">Its left edge.</param>
/// <param name="Ymin">Its upper edge.</param>
/// <param name="Xmax">Its right edge.</param>
/// <param name="Ymax">Its lower edge.</param>
internal readonly record struct PixelBox(float Xmin, float Ymin, float Xmax, float Ymax)
{
    /// <summary>Its area; 0 where its edges are crossed.</summary>
    [JsonIgnore]
    public float Area => Math.Max(0, Xmax - Xmin) * Math.Max(0, Ymax - Ymin);

    /// <summary>The box of four numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="format">What they are.</param>
    public static PixelBox Of(ReadOnlySpan<float> numbers, BoxFormat format) => format switch
    {
        BoxFormat.Xyxy => new(numbers[0], numbers[1], numbers[2], numbers[3]),
        BoxFormat.Xywh => new(numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]),
        _ => new(numbers[0] - (numbers[2] / 2), numbers[1] - (numbers[3] / 2), numbers[0] + (numbers[2] / 2), numbers[1] + (numbers[3] / 2)),
    };

    /// <summary>What two boxes share, of what they cover together: 0 to 1.</summary>
    /// <param name="other">The other box.</param>
    public float IntersectionOverUnion(PixelBox other)
    {
        var shared = new PixelBox(Math.Max(Xmin, other.Xmin), Math.Max(Ymin, other.Ymin), Math.Min(Xmax, other.Xmax), Math.Min(Ymax, other.Ymax)).Area;
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }
}
