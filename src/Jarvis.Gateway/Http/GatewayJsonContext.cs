using System.Text.Json.Serialization;
using Jarvis.Gateway.Api.Conversations;

namespace Jarvis.Gateway.Http;

/// <summary>How what the API takes and gives beside the records of the public surface becomes JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(TurnBody))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
