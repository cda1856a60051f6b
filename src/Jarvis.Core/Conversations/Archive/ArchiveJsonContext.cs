using System.Text.Json.Serialization;

namespace Jarvis.Conversations.Archive;

/// <summary>How archives become JSON, without reflection. Whole or refused, as <c>JarvisJsonContext</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(ArchiveLine))]
internal sealed partial class ArchiveJsonContext : JsonSerializerContext;
