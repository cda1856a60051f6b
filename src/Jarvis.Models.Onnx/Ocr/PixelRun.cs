namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Neighbouring pixels of one row.</summary>
/// <param name="Y">The row.</param>
/// <param name="Start">The first column.</param>
/// <param name="End">The column after the last.</param>
internal readonly record struct PixelRun(int Y, int Start, int End);
