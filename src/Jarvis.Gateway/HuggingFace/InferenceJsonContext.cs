using System.Text.Json.Serialization;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>How requests to models are read, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32)]
[JsonSerializable(typeof(InferenceBody))]
internal sealed partial class InferenceJsonContext : JsonSerializerContext;
