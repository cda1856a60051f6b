using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>A token and its class.</summary>
/// <param name="Token">The token.</param>
/// <param name="Label">Its class, such as <c>B-PER</c>.</param>
/// <param name="Score">How sure that is, from 0 to 1.</param>
internal readonly record struct LabelledToken(TextToken Token, string Label, float Score);
