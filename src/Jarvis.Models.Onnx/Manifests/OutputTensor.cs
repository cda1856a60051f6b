namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What one output of a network gave for one row of a batch.</summary>
/// <param name="Shape">The dimensions after the batch's.</param>
/// <param name="Values">The values, row by row.</param>
internal sealed record OutputTensor(int[] Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>The shape for a message.</summary>
    public string Shown => $"[{string.Join(", ", Shape)}]";

    /// <summary>A vector at a place of all but the last dimension.</summary>
    /// <param name="index">Which one.</param>
    public ReadOnlySpan<float> Row(int index) => Values.Span.Slice(index * Shape[^1], Shape[^1]);
}
