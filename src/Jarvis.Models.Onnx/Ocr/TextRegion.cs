using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>One box of text, cut out in every direction that it may be read in. Recognition decides which it is.</summary>
/// <param name="Readings">At least one, the likeliest first.</param>
internal sealed record TextRegion(ImmutableArray<LineImage> Readings);
