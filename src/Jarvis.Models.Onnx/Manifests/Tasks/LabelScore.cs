namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A class and how sure it is.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Score">From 0 to 1.</param>
internal sealed record LabelScore(string Label, float Score);
