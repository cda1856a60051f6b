using System.Text.Json.Serialization;

namespace Jarvis.Evaluation;

/// <summary>How reports are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DomainReport))]
public sealed partial class EvaluationJsonContext : JsonSerializerContext;
