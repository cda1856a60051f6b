using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Reads the text of images with PP-OCRv4. Gives <c>text</c>, the lines in reading order, and <c>lines</c>, a JSON array of
/// <c>{"text", "confidence", "box": [[x, y] × 4]}</c>, one for each line of the text, corners in pixels of the decoded image.
/// </summary>
/// <param name="decoder">Decodes images.</param>
/// <param name="models">Opens the networks.</param>
internal sealed class OcrRunner(IMediaDecoder decoder, OnnxModels models) : OnnxRunner("pp-ocr", () => new LoadedOcr(decoder, models));
