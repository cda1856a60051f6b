using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>The speech in a sound.</summary>
/// <param name="Segments">When somebody speaks, in order.</param>
/// <param name="Speech">Their length together, in seconds.</param>
/// <param name="Duration">The length of the sound, in seconds.</param>
internal sealed record SpeechReport(ImmutableArray<SpeechSegment> Segments, double Speech, double Duration);
