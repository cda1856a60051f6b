using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Speech;

namespace Jarvis.Models.Onnx;

/// <summary>How results become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImmutableArray<TextLine>))]
[JsonSerializable(typeof(SpeechReport))]
internal sealed partial class OnnxJson : JsonSerializerContext
{
    /// <summary>The lines of a page as UTF-8.</summary>
    /// <param name="lines">The lines.</param>
    public static byte[] Serialize(ImmutableArray<TextLine> lines) =>
        JsonSerializer.SerializeToUtf8Bytes(lines, Default.ImmutableArrayTextLine);

    /// <summary>The speech in a sound as UTF-8.</summary>
    /// <param name="report">The speech.</param>
    public static byte[] Serialize(SpeechReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Default.SpeechReport);
}
