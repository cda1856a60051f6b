namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A segment of a picture.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Score">How sure that is on the mean of its pixels, from 0 to 1.</param>
/// <param name="Mask">A PNG of the picture's size, white where the segment is; Base64 in JSON.</param>
internal sealed record ImageSegment(string Label, float Score, byte[] Mask);
