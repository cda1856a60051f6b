namespace Jarvis.Models.Onnx.Ocr;

/// <summary>What recognition read.</summary>
/// <param name="Text">The characters.</param>
/// <param name="Confidence">The mean probability of the characters, from 0 to 1.</param>
internal readonly record struct ReadText(string Text, float Confidence);
