using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>How requests of OpenAI's clients are read, without reflection. They send much that means nothing here: it is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(EmbeddingBody))]
[JsonSerializable(typeof(ResponseBody))]
[JsonSerializable(typeof(SpeechBody))]
internal sealed partial class OpenAiJsonContext : JsonSerializerContext;
