namespace Jarvis.Models.Onnx.Speech;

/// <summary>A stretch of sound in which somebody speaks.</summary>
/// <param name="Start">Seconds from the beginning.</param>
/// <param name="End">Seconds from the beginning.</param>
internal readonly record struct SpeechSegment(double Start, double End);
