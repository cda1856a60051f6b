using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>A page whose lines are found and cut out; the page itself is no longer needed.</summary>
/// <param name="Width">Columns of the page.</param>
/// <param name="Height">Rows of the page.</param>
/// <param name="Regions">Its text.</param>
internal sealed record PageLines(int Width, int Height, ImmutableArray<TextRegion> Regions);
