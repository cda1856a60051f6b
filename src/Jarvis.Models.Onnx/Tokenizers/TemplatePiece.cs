namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>A part of what a network is given: a token that is always there, or the tokens of a text.</summary>
/// <param name="Token">The token; null for a text.</param>
/// <param name="Text">The text, 0 or 1, where it is one.</param>
/// <param name="TypeId">The segment of what is put here.</param>
internal readonly record struct TemplatePiece(int? Token, int Text, int TypeId);
