using System.Text.Json.Serialization;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>How requests to HuggingGPT are read, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(HuggingGptBody))]
internal sealed partial class HuggingGptJsonContext : JsonSerializerContext;
