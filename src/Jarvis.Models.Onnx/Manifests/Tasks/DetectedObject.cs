namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>An object in a picture.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Score">How sure that is, from 0 to 1.</param>
/// <param name="Box">Where it is.</param>
internal sealed record DetectedObject(string Label, float Score, PixelBox Box);
