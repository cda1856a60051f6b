namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>How alike two texts are.</summary>
/// <param name="Score">The cosine of their vectors, from 0 to 1; what points apart counts as 0.</param>
internal sealed record Likeness(float Score);
