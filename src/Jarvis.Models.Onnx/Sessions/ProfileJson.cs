using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>How profiles are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = 4,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<KnownProfile>))]
internal sealed partial class ProfileJson : JsonSerializerContext;
