using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>The three networks that read a page.</summary>
/// <param name="Detection">Where text is.</param>
/// <param name="Direction">Whether a line is upside down.</param>
/// <param name="Recognition">What a line says.</param>
internal sealed record OcrModels(ITensorModel Detection, ITensorModel Direction, ITensorModel Recognition);
